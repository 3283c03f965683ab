import type { ScreenedText } from "../guard.ts";

/** A range of a text, and where it stands in the joined one. */
export interface Slice {
  readonly of: ScreenedText;
  readonly start: number;
  readonly end: number;
  readonly at: number;
}

/** The ends of texts that follow each other, as one text. */
export interface JoinedText {
  readonly text: string;
  /** In their order, two at least. */
  readonly slices: readonly [Slice, Slice, ...Slice[]];
}
