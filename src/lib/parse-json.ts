export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  /** `reason` completes "the text …" and never quotes the text: it may hold secrets. */
  | { readonly ok: false; readonly reason: string };

export interface ParseJsonOptions {
  /** The most UTF-8 bytes the text may have. */
  readonly maxBytes?: number;
}

const defaultMaxBytes = 64 * 1024 * 1024;

/** No UTF-16 code unit takes more than three bytes of UTF-8. */
const maxBytesPerUnit = 3;

/** A text without `__proto__` can still spell it when one of its letters (_, p, r, o, t) is written as an escape. */
const escapedProtoLetter = /\\u00(?:5f|70|72|6f|74)/i;

/** V8 ends most of its messages this way; everything before it may quote the text. */
const positionInMessage = /at position (\d{1,12})(?: \(line \d{1,12} column \d{1,12}\))?$/;

/**
 * Parses JSON from outside: bounded, never throws, and never yields a member named `__proto__` (it is dropped, at any
 * depth), so that copying members of the result cannot change a prototype. The one place that calls `JSON.parse`.
 */
export function parseJson(text: string, options: ParseJsonOptions = {}): ParsedJson {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  if (isLongerThan(text, maxBytes)) return { ok: false, reason: `is larger than ${maxBytes} bytes` };
  try {
    const value: unknown = maySpellProto(text) ? JSON.parse(text, dropProto) : JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, reason: describeFailure(error) };
  }
}

function maySpellProto(text: string): boolean {
  return text.includes("__proto__") || (text.includes("\\u00") && escapedProtoLetter.test(text));
}

function dropProto(key: string, value: unknown): unknown {
  return key === "__proto__" ? undefined : value;
}

function describeFailure(error: unknown): string {
  // The reviver recurses, so a text that is nested very deeply runs out of stack here rather than in a caller.
  if (error instanceof RangeError) return "is nested too deeply";
  const position = error instanceof Error ? positionInMessage.exec(error.message)?.[1] : undefined;
  return position === undefined ? "is not valid JSON" : `is not valid JSON (at character ${Number(position) + 1})`;
}

/** Exact, but counts only when the cheap bounds on both sides do not decide. */
function isLongerThan(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  if (text.length * maxBytesPerUnit <= maxBytes) return false;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate(unit) ? 2 : 3;
    if (bytes > maxBytes) return true;
  }
  return false;
}

/** Half of a pair that takes four bytes together. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
