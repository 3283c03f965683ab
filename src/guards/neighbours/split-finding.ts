import type { Finding } from "../guard.ts";
import type { JoinedText } from "./joined-text.ts";

/**
 * A finding in a joined text, as one in each of the texts that it touches. None when it touches only one: that text was
 * screened by itself, and what was found there stands.
 */
export function splitFinding(finding: Finding, { slices }: JoinedText): readonly Finding[] {
  const touched = slices.filter(({ at, start, end }) => finding.start < at + end - start && finding.end > at);
  if (touched.length < 2) return [];
  return touched.map(({ of, at, start, end }) => ({
    ...finding,
    pointer: of.pointer,
    start: start + Math.max(0, finding.start - at),
    end: Math.min(end, start + finding.end - at),
  }));
}
