import type { Edit } from "./dialect.ts";
import { base64FromText } from "./texts/base64-text.ts";
import type { LiteralSpan } from "./transcript.ts";

/** The edit that makes a literal say `text`, in the form in which it said its own: escaped, or as base64 after its prefix. */
export function replaceSpan({ start, end, base64After }: LiteralSpan, text: string): Edit {
  const said = base64After === undefined ? text : `${base64After}${base64FromText(text)}`;
  return { start, end, text: JSON.stringify(said) };
}
