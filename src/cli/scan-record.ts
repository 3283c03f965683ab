import { z } from "zod";
import type { SpanKind, Trust } from "../dialects/transcript.ts";
import { parseJson } from "../lib/parse-json.ts";

/** Where a text is said to come from. */
export const scanSpans = ["user", "tool", "document", "system"] as const;
export type ScanSpan = (typeof scanSpans)[number];

/** How the gateway would see a text of such a span. */
export const spanTraits = {
  user: { kind: "user", trust: "user" },
  tool: { kind: "tool-result", trust: "tool" },
  document: { kind: "document", trust: "tool" },
  system: { kind: "system", trust: "operator" },
} as const satisfies Record<ScanSpan, { readonly kind: SpanKind; readonly trust: Trust }>;

/** A text to be scanned, and what is known about it. */
export interface ScanRecord {
  readonly id: string;
  readonly text: string;
  readonly span: ScanSpan | undefined;
  /** 1 for an attack, 0 for a harmless text; undefined when nobody said. */
  readonly label: 0 | 1 | undefined;
  readonly kind: string | undefined;
  readonly source: string | undefined;
}

const schema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string(),
  span: z.enum(scanSpans).nullish(),
  label: z.union([z.literal(0), z.literal(1)]).nullish(),
  kind: z.string().nullish(),
  source: z.string().nullish(),
});

export type ReadScanRecord =
  | { readonly ok: true; readonly record: ScanRecord }
  | { readonly ok: false; readonly reason: string };

/** Reads one line of JSONL. The reason never quotes the line. */
export function readScanRecord(line: string, lineNumber: number): ReadScanRecord {
  const parsed = parseJson(line);
  if (!parsed.ok) return { ok: false, reason: parsed.reason };
  const read = schema.safeParse(parsed.value);
  if (!read.success) {
    const field = read.error.issues[0]?.path.join(".") ?? "";
    return {
      ok: false,
      reason: field === "" ? "is not an object with a text" : `has a "${field}" that cannot be read`,
    };
  }
  const { id, text, span, label, kind, source } = read.data;
  return {
    ok: true,
    record: {
      id: String(id ?? lineNumber),
      text,
      span: span ?? undefined,
      label: label ?? undefined,
      kind: kind ?? undefined,
      source: source ?? undefined,
    },
  };
}
