import { dirname, join } from "node:path";
import type { OptionSpecs } from "./command.ts";
import type { SharedOptions } from "./command.ts";

export const folderOption = {
  folder: {
    kind: "text",
    value: "<folder>",
    says: "The prompts' folder; without it: prompts/ beside the configuration.",
  },
} as const satisfies OptionSpecs;

/** The folder of the prompt files: as it was named, or beside the configuration. */
export function promptFolder(named: string | undefined, { configPath }: SharedOptions): string {
  return named ?? join(dirname(configPath ?? ""), "prompts");
}
