import type { Trust } from "../transcript.ts";

/** What a text is, as far as one place in the JSON can tell; the innermost place that says something decides. */
export interface TextClass<Kind extends string> {
  readonly kind?: Kind;
  readonly trust?: Trust;
}

/**
 * How the values under a key are read. `shape`: the dialect's own objects, where names, identifiers and media are no text.
 * `schema`: JSON Schema, where only a few words of the schema language are none. `free`: somebody's own JSON (a tool's
 * arguments or result), where every string is a text. `top`: once more like the body's own top level.
 */
export type ReadingMode = "shape" | "schema" | "free" | "top";

export interface MemberRule<Kind extends string> extends TextClass<Kind> {
  readonly inside?: ReadingMode;
  /** Nothing under this key is read by a model, or it is an echo of what the caller sent. */
  readonly silent?: true;
  /** What this says counts whatever is inside: Google's SDK gives system instructions the role of a user. */
  readonly decides?: true;
  /** Where the value stands is kept too, whatever it is: a tool call's arguments. */
  readonly keep?: true;
}

/** What an object says about itself, besides its texts. */
export interface ObjectFacts {
  role: string | undefined;
  type: string | undefined;
  mediaType: string | undefined;
  thought: boolean;
  /** The object's integers by name: `index`, `output_index` … */
  numbers: Map<string, number> | undefined;
}

/**
 * Where a wire format has its texts. Everything is a text that is not known to be none, so that a field which nobody here
 * has heard of is screened rather than missed.
 */
export interface TextShape<Kind extends string> {
  readonly top: ReadonlyMap<string, MemberRule<Kind>>;
  /** Members of the dialect's own objects below the top. */
  readonly members: ReadonlyMap<string, MemberRule<Kind>>;
  /** Decides for the texts of an object that nothing inside it has decided for. */
  classify(facts: ObjectFacts): TextClass<Kind> | undefined;
  /** The same for the object at the top, which in a stream is the event. */
  classifyTop?(facts: ObjectFacts): TextClass<Kind> | undefined;
  /** What is left undecided at the top. */
  readonly otherwise: { readonly kind: Kind; readonly trust: Trust };
}

/** Rules for several keys at once, in the order in which they are given; a later rule for a key replaces an earlier one. */
export function rulesFor<Kind extends string>(
  ...rules: readonly (readonly [keys: string, rule: MemberRule<Kind>])[]
): ReadonlyMap<string, MemberRule<Kind>> {
  return new Map(rules.flatMap(([keys, rule]) => keys.split(" ").map((key) => [key, rule] as const)));
}
