import type { PromptLabel, StoredPromptVersion } from "../prompts/stored-prompt-version.ts";
import { latestLabel } from "../prompts/stored-prompt-version.ts";
import type { LabelMove, PromptPlan } from "./plan.ts";
import type { TreePrompt } from "./tree.ts";

/** What the registry knows of the prompts of a tree. */
export interface KnownPrompts {
  readonly labels: readonly PromptLabel[];
  /** Versions with the very content of a file. */
  readonly sameContent: readonly Pick<StoredPromptVersion, "name" | "version" | "hash">[];
  readonly newest: readonly Pick<StoredPromptVersion, "name" | "version">[];
}

/**
 * Files and versions share one space: content that is there already keeps its number, also when it is an old one that
 * somebody went back to. A label that the file names, and `latest`, move to the file's version when the file says something
 * else than it did when it was applied last.
 */
export function planPrompts(prompts: readonly TreePrompt[], known: KnownPrompts): readonly PromptPlan[] {
  const newest = new Map(known.newest.map(({ name, version }) => [name, version]));
  const labels = new Map(known.labels.map((label) => [labelKey(label.name, label.label), label]));
  const numbers = new Map(known.sameContent.map(({ name, hash, version }) => [`${name}@${hash}`, version]));
  return prompts.map((prompt) => {
    const number = numbers.get(`${prompt.name}@${prompt.hash}`);
    const version = number ?? (newest.get(prompt.name) ?? 0) + 1;
    const wanted = [...new Set([latestLabel, ...prompt.labels])];
    return {
      prompt,
      version,
      isNew: number === undefined,
      before: labels.get(labelKey(prompt.name, latestLabel))?.version,
      moves: wanted.flatMap((label) => planMove(label, labels.get(labelKey(prompt.name, label)), version)),
    };
  });
}

function planMove(label: string, standing: PromptLabel | undefined, to: number): readonly LabelMove[] {
  return standing?.applied === to ? [] : [{ label, from: standing?.version, to }];
}

/** Neither names nor labels hold an `@`. */
export function labelKey(name: string, label: string): string {
  return `${name}@${label}`;
}
