import type { LiteralSpan, Trust } from "../transcript.ts";
import type { TextClass } from "./text-shape.ts";

/** A text that was found, before it is known what it is: that is decided as the objects around it end. */
export interface Draft<Kind extends string> extends LiteralSpan {
  readonly path: readonly string[];
  /** The path with the positions of elements replaced by the `index` that they name themselves; undefined: the same. */
  place: string[] | undefined;
  readonly text: string;
  kind: Kind | undefined;
  trust: Trust | undefined;
}

const order = ["operator", "user", "tool"] as const satisfies readonly Trust[];

/** Of two, the one that is trusted less: an object inside a user's message cannot make itself the operator's. */
function lessTrusted(one: Trust | undefined, other: Trust | undefined): Trust | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

/** Tells the drafts from `from` on what is around them: their kind, where they have none, and at most so much trust. */
export function fillDrafts<Kind extends string>(
  drafts: readonly Draft<Kind>[],
  from: number,
  by: TextClass<Kind>,
): void {
  for (let at = from; at < drafts.length; at += 1) {
    const draft = drafts[at];
    if (draft === undefined) continue;
    draft.kind ??= by.kind;
    draft.trust = lessTrusted(draft.trust, by.trust);
  }
}

/** Decides for the drafts from `from` on, whatever was said of them before. */
export function decideDrafts<Kind extends string>(
  drafts: readonly Draft<Kind>[],
  from: number,
  by: TextClass<Kind>,
): void {
  for (let at = from; at < drafts.length; at += 1) {
    const draft = drafts[at];
    if (draft === undefined) continue;
    draft.kind = by.kind;
    draft.trust = by.trust;
  }
}

/** Decides for the drafts that nothing has decided for. */
export function settleDrafts<Kind extends string>(
  drafts: readonly Draft<Kind>[],
  from: number,
  by: Required<TextClass<Kind>>,
): void {
  for (let at = from; at < drafts.length; at += 1) {
    const draft = drafts[at];
    if (draft === undefined) continue;
    draft.kind ??= by.kind;
    draft.trust ??= by.trust;
  }
}

/** Notes that the element at `depth` of the drafts' paths calls itself `index`. */
export function placeDrafts<Kind extends string>(
  drafts: readonly Draft<Kind>[],
  from: number,
  { depth, index }: { readonly depth: number; readonly index: number },
): void {
  for (let at = from; at < drafts.length; at += 1) {
    const draft = drafts[at];
    if (draft === undefined) continue;
    draft.place ??= [...draft.path];
    draft.place[depth] = String(index);
  }
}
