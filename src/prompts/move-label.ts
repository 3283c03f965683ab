import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { cleanText } from "../lib/clean-text.ts";
import { retryOutrun } from "../lib/retry-outrun.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { RegistryChange, RegistryStore } from "../ports/registry-store.ts";
import { labelsOf } from "./list-versions.ts";
import type { PromptView } from "./prompt-view.ts";
import { viewLabels } from "./prompt-view.ts";
import type { PromptLabel } from "./stored-prompt-version.ts";
import { latestLabel } from "./stored-prompt-version.ts";

/** Of a label, and neither a number nor with an `@`, so that `name@label` says which is meant. */
const labelPattern = /^(?!\d+$)[a-zA-Z0-9_-]{1,64}$/;
const maxReasonLength = 500;

export const labelWishSchema = z
  .strictObject({
    version: z.int().min(1).describe("Where the label is to stand."),
    reason: z.string().max(maxReasonLength).optional().describe("For people: why."),
  })
  .meta({ id: "LabelWish" });

export interface LabelRequest {
  readonly name: string;
  readonly label: string;
  readonly actor: string;
  readonly reason: string | undefined;
  /** Labels that this caller may not touch. */
  readonly forbidden: readonly string[];
}

export interface LabelParts {
  readonly registry: RegistryStore;
  readonly ids: Pick<Ids, "call">;
  readonly clock: Pick<Clock, "now">;
  readonly onRegistryChanged: () => Promise<void>;
}

/**
 * Moves a label to a version, or makes it. Holds on every replica within a second. Refuses with `not-found`,
 * `request-invalid` or `scope-missing`.
 */
export async function moveLabel(request: LabelRequest, version: number, parts: LabelParts): Promise<PromptView> {
  checkLabel(request);
  if ((await parts.registry.version(request.name, version)) === undefined) {
    throw new HoldfastError("not-found", {
      message: `Prompt "${request.name}" has no version ${version}; see \`holdfast prompts list ${request.name}\`.`,
    });
  }
  return await changeLabel(request, parts, (standing, atMs) => {
    if (standing?.version === version) return undefined;
    const { name, label, actor } = request;
    const moved = { name, label, version, applied: standing?.applied, movedAtMs: atMs, movedBy: actor };
    return { labels: [moved], to: version };
  });
}

/** Removes a label; from then on it serves nothing. Refuses as `moveLabel` does. */
export async function removeLabel(request: LabelRequest, parts: LabelParts): Promise<PromptView> {
  checkLabel(request);
  return await changeLabel(request, parts, (standing) => {
    if (standing !== undefined) return { removedLabels: [standing], to: null };
    throw new HoldfastError("not-found", {
      message: `Prompt "${request.name}" has no label "${request.label}".`,
    });
  });
}

interface LabelChange extends Pick<RegistryChange, "labels" | "removedLabels"> {
  readonly to: number | null;
}

/** `decide` gets the label as it stands; undefined from it: there is nothing to do. */
async function changeLabel(
  request: LabelRequest,
  parts: LabelParts,
  decide: (standing: PromptLabel | undefined, atMs: number) => LabelChange | undefined,
): Promise<PromptView> {
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
