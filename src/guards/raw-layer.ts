import type { Layer } from "./guard.ts";

/** A text as it stands. */
export function rawLayer(text: string): Layer {
  return { text, via: "raw", originalRange: (start, end) => ({ start, end }) };
}
