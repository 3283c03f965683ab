import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";
import type { Run } from "./run.ts";

/** A text of more runs than this is data, not a message. */
const maxRuns = 64;
const maxDecodedLength = 16_384;

/** What decodes of the runs, one a line; each maps back to the whole run it was in. */
export function decodedRuns(
  text: string,
  runs: Iterable<Run>,
  decodeRun: (run: string) => string | undefined,
): MappedText | undefined {
  const builder = new MappedTextBuilder(maxDecodedLength);
  let seen = 0;
  for (const { start, end } of runs) {
    seen += 1;
    if (seen > maxRuns || builder.isFull) break;
    const decoded = decodeRun(text.slice(start, end));
    if (decoded !== undefined) builder.push(`${decoded}\n`, start, end);
  }
  return builder.length === 0 ? undefined : builder.finish();
}

/** Every match of a pattern, as a run. */
export function* matchedRuns(text: string, pattern: RegExp): Iterable<Run> {
  for (const match of text.matchAll(pattern)) yield { start: match.index, end: match.index + match[0].length };
}
