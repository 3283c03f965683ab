import type { Verdict } from "../policy.ts";
import { redactText, type Replace } from "./redact-text.ts";

interface Span {
  readonly pointer: string;
  readonly text: string;
}

export interface RedactedSpan<Kind extends Span> {
  readonly span: Kind;
  /** What goes where the span's text was. */
  readonly text: string;
}

/**
 * The spans that a verdict changes, with their new texts. A member's name and its value may have one pointer: then the
 * ranges are cut out of both, because too much gone is better than too little.
 */
export function redactSpans<Kind extends Span>(
  spans: readonly Kind[],
  verdict: Verdict,
  replace: Replace,
): readonly RedactedSpan<Kind>[] {
  const redacted = Map.groupBy(
    verdict.findings.filter(({ action }) => action === "redact"),
    ({ pointer }) => pointer,
  );
  return spans.flatMap((span) => {
    const findings = redacted.get(span.pointer);
    return findings === undefined ? [] : [{ span, text: redactText(span.text, findings, replace) }];
  });
}
