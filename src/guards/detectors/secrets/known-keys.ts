import type { PrivateRange } from "../find-private.ts";
import { isRandom } from "./is-random.ts";
import { longRunsIn } from "./long-runs.ts";
import { keyFormats } from "./key-formats.ts";

/** A key of 32 hexadecimal digits has about 3.4 bits a digit; a stand-in such as `xxxx…` or `1234…` repeated less. */
const minBits = 2.8;

/** No key is shorter, and few words are as long: only such runs are looked at closely. */
const shortestKey = 20;

/** A group for each format: which of them took part tells the format. */
const anyKey = new RegExp(
  `(?<![A-Za-z0-9])(?:${keyFormats.map(({ start, rest }) => `(${start}${rest})`).join("|")})`,
  "g",
);

/** Keys of well-known vendors. */
export function* knownKeysIn(text: string): Iterable<PrivateRange> {
  for (const run of longRunsIn(text, shortestKey)) {
    for (const match of text.slice(run.start, run.end).matchAll(anyKey)) {
      const index = match.findIndex((group, at) => at > 0 && group !== undefined) - 1;
      const format = keyFormats[index];
      if (format === undefined || !isRandom(match[0], minBits)) continue;
      const start = run.start + match.index;
      yield { name: format.name, start, end: start + match[0].length };
    }
  }
}
