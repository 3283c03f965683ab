import type { Run } from "./run.ts";

/** A one for each of some ASCII characters. */
export type SignTable = Uint8Array;

/** The table of the signs in a string. */
export function signTable(signs: string): SignTable {
  const table = new Uint8Array(128);
  for (const sign of signs) table[sign.charCodeAt(0)] = 1;
  return table;
}

/**
 * Runs of at least `least` such signs. Where the last of `least` characters is none of them, no run of that length can
 * begin before it: most of a text is skipped unread.
 */
export function longRunsIn(text: string, least: number, signs: SignTable): readonly Run[] {
  const runs: Run[] = [];
  for (let start = 0; start + least <= text.length;) {
    let at = start + least - 1;
    while (at >= start && signs[text.charCodeAt(at)] === 1) at -= 1;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + least;
    while (end < text.length && signs[text.charCodeAt(end)] === 1) end += 1;
    runs.push({ start, end });
    start = end + 1;
  }
  return runs;
}
