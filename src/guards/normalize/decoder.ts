import type { MappedText } from "./mapped-text.ts";
import type { OddWord } from "./odd-word.ts";
import type { SniffedRuns } from "./sniff-runs.ts";
import type { Sniffed } from "./sniff-text.ts";


/** What cheap passes over a text have told about it. */
export interface Suspicion extends Sniffed {
  readonly runs: SniffedRuns;
  readonly oddWords: readonly OddWord[];
}

/** Reads a text in one other way. */
export interface Decoder {
  /** As it stands in a layer's `via`. */
  readonly id: string;
  /** Whether what comes out may be encoded once more; a repaired spelling is not looked into again. */
  readonly nests: boolean;
  /** Says from the counts alone whether a closer look could pay. */
  suspects(suspicion: Suspicion, text: string): boolean;
  /** The other reading, or undefined when there is none after all. */
  decode(text: string, suspicion: Suspicion): MappedText | undefined;
}
