import type { PrivateRange } from "../find-private.ts";
import { isRandom } from "./is-random.ts";
import { longRunsIn, signTable } from "../../normalize/long-runs.ts";
import type { Run } from "../../normalize/run.ts";
import { keyFormats } from "./key-formats.ts";

/** A key of 32 hexadecimal digits has about 3.4 bits a digit; a stand-in such as `xxxx…` or `1234…` repeated less. */
const minBits = 2.8;

/** No key is shorter, and few words are as long: only such runs are looked at closely. */
const shortestKey = 20;

/** What keys are made of. */
const keySigns = signTable("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/+=-");

/** A group for each format: which of them took part tells the format. */
const anyKey = new RegExp(
  `(?<![A-Za-z0-9])(?:${keyFormats.map(({ start, rest }) => `(${start}${rest})`).join("|")})`,
  "g",
);

/** Keys of well-known vendors. */
export function* knownKeysIn(text: string): Iterable<PrivateRange> {
  const runs = longRunsIn(text, shortestKey, keySigns);
  if (runs.length === 0) return;
  // Side by side, with a blank behind each: one search is cheaper than many.
  const searched = runs.map(({ start, end }) => text.slice(start, end)).join(" ");
  let run = 0;
  let runStart = 0;
  for (const match of searched.matchAll(anyKey)) {
    const index = match.findIndex((group, at) => at > 0 && group !== undefined) - 1;
    const format = keyFormats[index];
    if (format === undefined || !isRandom(match[0], minBits)) continue;
    while (match.index > runStart + lengthOf(runs[run])) {
      runStart += lengthOf(runs[run]) + 1;
      run += 1;
    }
    const start = (runs[run]?.start ?? 0) + match.index - runStart;
    yield { name: format.name, start, end: start + match[0].length };
  }
}

function lengthOf(run: Run | undefined): number {
  return run === undefined ? 0 : run.end - run.start;
}
