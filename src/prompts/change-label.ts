import { HoldfastError } from "../errors.ts";
import { cleanText } from "../lib/clean-text.ts";
import { retryOutrun } from "../lib/retry-outrun.ts";
import type { RegistryChange } from "../ports/registry-store.ts";
import { labelsOf } from "./labels-of.ts";
import type { PromptView } from "./prompt-view.ts";
import { viewLabels } from "./prompt-view.ts";
import type { RegistryParts } from "./registry-parts.ts";
import type { PromptLabel } from "./stored-prompt-version.ts";
import { latestLabel } from "./stored-prompt-version.ts";

/** Neither a number nor with an `@`, so that `name@label` says which is meant. */
const labelPattern = /^(?!\d+$)[a-zA-Z0-9_-]{1,64}$/;
export const maxReasonLength = 500;

export interface LabelRequest {
  readonly name: string;
  readonly label: string;
  readonly actor: string;
  readonly reason: string | undefined;
  /** Labels that this caller may not touch. */
  readonly forbidden: readonly string[];
}

interface LabelChange extends Pick<RegistryChange, "labels" | "removedLabels"> {
  /** Where the label stands afterwards; null: it is gone. */
  readonly to: number | null;
}

/**
 * Changes a label, and has every replica see it within a second. `decide` gets the label as it stands; undefined from it:
 * there is nothing to do. Refuses with `not-found`, `request-invalid` or `scope-missing`.
 */
export async function changeLabel(
  request: LabelRequest,
  parts: RegistryParts,
  decide: (standing: PromptLabel | undefined, atMs: number) => LabelChange | undefined,
): Promise<PromptView> {
  checkLabel(request);
  const { registry, ids, clock } = parts;
  const { name, label, actor } = request;
  await retryOutrun(async () => {
    const heads = await registry.heads();
    const standing = labelsOf(name, heads.labels).find((one) => one.label === label);
    const atMs = clock.now();
    const change = decide(standing, atMs);
    if (change === undefined) return true;
    const { to, ...rows } = change;
    const reason = request.reason === undefined ? {} : { reason: cleanText(request.reason, maxReasonLength) };
    const details = { label, from: standing?.version ?? null, to, ...reason };
    const action = to === null ? "label.remove" : "label.move";
    const event = { id: ids.call(atMs), atMs, actor, action, subject: name, details };
    return (await registry.commit({ ...rows, events: [event] }, heads.revision)) ? true : undefined;
  });
  await parts.onRegistryChanged();
  const own = labelsOf(name, (await registry.heads()).labels);
  const latest = own.find((one) => one.label === latestLabel)?.version ?? 0;
  return { name, latest, labels: viewLabels(own) };
}

function checkLabel({ label, forbidden }: LabelRequest): void {
  if (label === latestLabel) {
    throw new HoldfastError("request-invalid", {
      message: '"latest" stands at the version that was applied last, and no hand moves it; use a label of your own.',
      param: "label",
    });
  }
  if (!labelPattern.test(label)) {
    throw new HoldfastError("request-invalid", {
      message: "A label is made of up to 64 letters, digits, - and _, and is no number.",
      param: "label",
    });
  }
  if (forbidden.includes(label)) {
    throw new HoldfastError("scope-missing", {
      message: `The label "${label}" is protected: it needs the scope admin.`,
    });
  }
}
