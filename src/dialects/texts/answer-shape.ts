import type { AnswerTextKind } from "../answer-text.ts";
import type { ObjectFacts, TextShape } from "./text-shape.ts";

/** A text's place in an answer: its path, with the positions that elements name themselves. */
export interface AnswerPlace {
  readonly segments: readonly string[];
  readonly kind: AnswerTextKind;
  /** What the answer, or the event, says of itself at its top. */
  readonly facts: ObjectFacts;
  /** True in a stream. */
  readonly streamed: boolean;
}

export interface Channel {
  readonly segments: readonly string[];
  readonly whole: boolean;
}

/** Where a dialect's answers have their texts, and which running text each continues. */
export interface AnswerShape extends TextShape<AnswerTextKind> {
  channelOf(place: AnswerPlace): Channel;
}

/** All that an answer says is the model's; the walk asks for a trust, and answers have no use for it. */
export const anyText = { kind: "text", trust: "tool" } as const;

/** Arguments, whether they come as text or as an object. */
export const toolArguments = { kind: "tool-arguments", inside: "free", keep: true } as const;

/** The segments with the leading ones that only say where in the wire format the channel stands left out. */
export function without(segments: readonly string[], wrappers: ReadonlySet<string>): readonly string[] {
  return segments.filter((segment) => !wrappers.has(segment));
}
