import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { readPromptFiles } from "../adapters/node/read-prompt-files.ts";
import type { Config } from "../config/config.ts";
import type { TreeSource } from "../rollouts/tree-source.ts";
import { routesOfConfig } from "../rollouts/routes-of-config.ts";

const folderName = "prompts";

/** The prompts folder of a configuration file: beside it. */
export function promptFolderOf(configPath: string): string {
  return join(dirname(configPath), folderName);
}

/**
 * The files of an application as they are now. Without a configuration file there are none: a folder that is called
 * `prompts` may then be anybody's. Throws `config-invalid`.
 */
export function readTreeSource(configPath: string, config: Config): TreeSource {
  const files = existsSync(configPath) ? readPromptFiles(promptFolderOf(configPath)) : [];
  return { files: [...files], routes: routesOfConfig(config) };
}
