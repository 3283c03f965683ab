import type { MappedText } from "./mapped-text.ts";
import type { Sniffed } from "./sniff-text.ts";

/** Reads a text in one other way. */
export interface Decoder {
  /** As it stands in a layer's `via`. */
  readonly id: string;
  /** Whether what comes out may be encoded once more; a repaired spelling is not looked into again. */
  readonly nests: boolean;
  /** Says from the counts alone whether a closer look could pay. */
  suspects(sniffed: Sniffed, text: string): boolean;
  /** The other reading, or undefined when there is none after all. */
  decode(text: string, sniffed: Sniffed): MappedText | undefined;
}
