import type { JudgedFinding } from "../policy.ts";
import { placeholderName } from "./placeholder-name.ts";

/** Gives the text that stands in for a value; `name` tells what sort of value it is. */
export type Replace = (name: string, original: string) => string;

/** One-way: for answers, where nobody may have the value back. */
export const removeForGood: Replace = (name) => `[${name} removed]`;

/** Replaces all ranges that a verdict redacts in one text. Ranges that touch the same characters become one. */
export function redactText(text: string, findings: readonly JudgedFinding[], replace: Replace): string {
  const ranges = findings
    .filter(({ action }) => action === "redact")
    .toSorted((left, right) => left.start - right.start);
  let kept = "";
  let done = 0;
  for (let index = 0; index < ranges.length; index += 1) {
    const first = ranges[index];
    if (first === undefined) break;
    let { end } = first;
    for (let next = ranges[index + 1]; next !== undefined && next.start < end; next = ranges[index + 1]) {
      end = Math.max(end, next.end);
      index += 1;
    }
    kept += text.slice(done, first.start) + replace(placeholderName(first.detector), text.slice(first.start, end));
    done = end;
  }
  return kept + text.slice(done);
}
