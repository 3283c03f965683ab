import { structuredPatch } from "diff";

const contextLines = 3;
/** Two texts that have nothing in common would take quadratic time to compare. */
const maxEdits = 1_000;

/** Lines as `diff -u` prints them: ` same`, `-gone`, `+new`, with `@@ … @@` between distant places. */
export type LineDiff = readonly string[];

/** Empty when the texts are equal. Texts that differ too much come as all gone and all new. */
export function diffLines(before: string, after: string): LineDiff {
  if (before === after) return [];
  const patch = structuredPatch("", "", before, after, "", "", { context: contextLines, maxEditLength: maxEdits });
  if (patch === undefined) return [...marked("-", before), ...marked("+", after)];
  return patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...lines,
  ]);
}

/** Of a range without lines, the line before it is named. */
function range(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function marked(mark: string, text: string): readonly string[] {
  return text === ""
    ? []
    : text
        .replace(/\n$/, "")
        .split("\n")
        .map((line) => mark + line);
}
