import { HoldfastError } from "../errors.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import { labelsOf } from "./labels-of.ts";
import { readStoredPrompt } from "./read-stored-prompt.ts";
import type { PromptRef } from "./prompt.ts";
import type { VersionView } from "./prompt-view.ts";
import { viewVersionSummary } from "./prompt-view.ts";
import type { PromptLabel } from "./stored-prompt-version.ts";
import { latestLabel } from "./stored-prompt-version.ts";

/** One version of a prompt with its content. Refuses with `not-found`. */
export async function showVersion(
  ref: PromptRef,
  registry: Pick<RegistryStore, "heads" | "version">,
): Promise<VersionView> {
  const { labels } = await registry.heads();
  const own = labelsOf(ref.name, labels);
  const stored = await registry.version(ref.name, ref.version ?? labelled(ref, own));
  if (stored === undefined) {
    throw new HoldfastError("not-found", {
      message: `Prompt "${ref.name}" has no version ${ref.version}; see \`holdfast prompts list ${ref.name}\`.`,
    });
  }
  return { ...viewVersionSummary(stored, own), content: { ...readStoredPrompt(stored).content } };
}

function labelled({ name, label = latestLabel }: PromptRef, own: readonly PromptLabel[]): number {
  const found = own.find((one) => one.label === label);
  if (found !== undefined) return found.version;
  const known = own.map((one) => one.label).join(", ");
  throw new HoldfastError("not-found", { message: `Prompt "${name}" has no label "${label}"; it has ${known}.` });
}
