import { textFromBase64, textOfDataUrl, textOfFile, isTextual } from "./base64-text.ts";
import { isBeyondAddress } from "./not-text.ts";
import { readLiteral, type JsonText } from "./read-literal.ts";
import type { ObjectFacts } from "./text-shape.ts";

/** A string literal and where it stands. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  readonly path: readonly string[];
}

/** A literal that is a text after all; `text` is set when it is not what the literal itself says. */
export interface MediaText extends Literal {
  readonly text?: string;
  readonly base64After?: string;
}

/** A data URL that is not base64 says its text itself, percent-encoded. */
const inlineText = /^data:(?![^,]{0,200};base64,)/i;
/** Base64 in lines, as mail has it. */
const lineBreaks = /[\r\n]/g;

/** The text in media's place: a text file in a data URL, or what can be no address at all. Undefined: it is media. */
export function readMedia(json: JsonText, literal: Literal): MediaText | undefined {
  const isFile = literal.path.at(-1) === "file_data";
  if (!isFile && !couldBeText(json.text, literal)) return undefined;
  const said = readLiteral(json, literal.start, literal.end);
  if (said === undefined || isBeyondAddress(said)) return literal;
  if (inlineText.test(said)) return literal;
  const file = textOfDataUrl(said) ?? (isFile ? textOfFile(said) : undefined);
  return file === undefined ? undefined : { ...literal, text: file.text, base64After: file.head };
}

/** The text of a `data` member, by what the object around it says of itself: a text, a text file in base64, or media. */
export function settleData(json: JsonText, literal: Literal, facts: ObjectFacts): MediaText | undefined {
  if (facts.type === "text") return literal;
  const isFile = facts.mediaType !== undefined && isTextual(facts.mediaType);
  if (!isFile && !couldBeText(json.text, literal)) return undefined;
  const said = readLiteral(json, literal.start, literal.end);
  if (said === undefined) return literal;
  const file = isFile ? textFromBase64(said) : undefined;
  if (file !== undefined) return { ...literal, text: file, base64After: "" };
  return isFile || isBeyondAddress(said.replaceAll(lineBreaks, "")) ? literal : undefined;
}

/** A cheap look that spares megabytes of base64 from being decoded. */
function couldBeText(text: string, { start, end }: Literal): boolean {
  const inside = text.slice(start + 1, end - 1);
  return isBeyondAddress(inside) || inside.includes("\\") || inside.startsWith("data:") || inside.startsWith("DATA:");
}
