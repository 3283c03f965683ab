import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

/** A text of more runs than this is data, not a message. */
const maxRuns = 64;
const maxDecodedLength = 16_384;

/** Reads every match of the pattern that decodes to something, one a line; each maps back to the whole run it was in. */
export function decodedRuns(
  text: string,
  pattern: RegExp,
  decodeRun: (run: string) => string | undefined,
): MappedText | undefined {
  const builder = new MappedTextBuilder(text.length, maxDecodedLength);
  let runs = 0;
  for (const match of text.matchAll(pattern)) {
    runs += 1;
    if (runs > maxRuns || builder.isFull) break;
    const decoded = decodeRun(match[0]);
    if (decoded === undefined) continue;
    builder.push(`${decoded}\n`, match.index, match.index + match[0].length);
  }
  return builder.length === 0 ? undefined : builder.finish();
}
