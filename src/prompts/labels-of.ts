import { HoldfastError } from "../errors.ts";
import { nearestNames } from "../lib/nearest-names.ts";
import type { PromptLabel } from "./stored-prompt-version.ts";

/** The labels of one prompt; every prompt has one at least. Refuses with `not-found`, and names what may have been meant. */
export function labelsOf(name: string, labels: readonly PromptLabel[]): readonly PromptLabel[] {
  const own = labels.filter((label) => label.name === name);
  if (own.length > 0) return own;
  const [near] = nearestNames(name, new Set(labels.map((label) => label.name)), 1);
  const hint = near === undefined ? "See `holdfast prompts list`." : `Did you mean "${near}"?`;
  throw new HoldfastError("not-found", { message: `No prompt of this name was ever applied. ${hint}` });
}
