import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";

/** Percent, HTML, JavaScript, Python and quoted-printable writings of one character. */
const escape =
  /%u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2}|&#x[0-9a-fA-F]{1,6};?|&#\d{1,7};?|&(?:amp|lt|gt|quot|apos|nbsp|sol|excl|lpar|rpar|period|comma|colon);|\\u\{[0-9a-fA-F]{1,6}\}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}|\\[0-7]{3}|=[0-9A-F]{2}|\\[nrt]/g;
/** Line feeds and quotes are escaped everywhere, and hide nothing; these do. */
const telling =
  /%u[0-9a-fA-F]{4}|%[2-7][0-9a-fA-F][^%]{0,40}%[2-7c-e][0-9a-fA-F]|&#[0-9xX]|&[a-z]{2,6};|\\[uUx][0-9a-fA-F{]{2}|\\[01][0-7]{2}|=[2-7][0-9A-F][^=]{0,20}=[2-7][0-9A-F]/;
const minEscapes = 2;

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  sol: "/",
  excl: "!",
  lpar: "(",
  rpar: ")",
  period: ".",
  comma: ",",
  colon: ":",
};
const utf8 = new TextDecoder();

function fromCode(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

function unescaped(escaped: string): string {
  if (escaped.startsWith("&#")) {
    const digits = escaped.slice(2).replace(";", "");
    return fromCode(/^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10));
  }
  if (escaped.startsWith("&")) return entities[escaped.slice(1, -1)] ?? "";
  const kind = escaped.charAt(1);
  if (escaped.length === 2) return kind === "n" ? "\n" : " ";
  if (kind >= "0" && kind <= "7" && escaped.startsWith("\\")) return fromCode(Number.parseInt(escaped.slice(1), 8));
  return fromCode(Number.parseInt(escaped.replaceAll(/[^0-9a-fA-F]/g, ""), 16));
}

function isByte(escaped: string): boolean {
  return /^[%=][0-9a-fA-F]{2}$/.test(escaped);
}

/** Bytes that follow one another are one piece of UTF-8. */
function decode(text: string): MappedText | undefined {
  const builder = new MappedTextBuilder(text.length);
  let done = 0;
  let escapes = 0;
  let bytes: number[] = [];
  let bytesFrom = 0;
  const flush = (): void => {
    if (bytes.length > 0) builder.push(utf8.decode(Uint8Array.from(bytes)), bytesFrom, done);
    bytes = [];
  };
  for (const match of text.matchAll(escape)) {
    const [escaped] = match;
    escapes += 1;
    if (match.index > done) {
      flush();
      builder.copy(text.slice(done, match.index), done);
    }
    if (isByte(escaped)) {
      if (bytes.length === 0) bytesFrom = match.index;
      bytes.push(Number.parseInt(escaped.slice(1), 16));
      done = match.index + escaped.length;
      continue;
    }
    flush();
    done = match.index + escaped.length;
    builder.push(unescaped(escaped), match.index, done);
  }
  flush();
  builder.copy(text.slice(done), done);
  return escapes < minEscapes ? undefined : builder.finish();
}

export const unescape: Decoder = {
  id: "unescaped",
  nests: true,
  suspects: ({ percents, ampersands, backslashes, equals, digits }, text) =>
    (percents + ampersands + backslashes >= minEscapes || (equals >= minEscapes && digits > 0)) && telling.test(text),
  decode,
};
