import { isRememberedOrdinary } from "./ordinary-words.ts";
import { wordKindOf, wordKinds } from "./word-kinds.ts";

/** A word that may be disguised. */
export interface OddWord {
  readonly start: number;
  readonly end: number;
  /** Which kinds of character it has. */
  readonly kinds: number;
}

/** A text of more odd words is no message. */
const maxOddWords = 8192;

/** A full stop or a bracket ends a word; a digit may be its last letter. */
function isLast(bytes: Uint8Array, index: number): boolean {
  const code = bytes[index] ?? 0;
  if (code >= 0x30 && code <= 0x39) return false;
  const next = index + 1 < bytes.length ? (bytes[index + 1] ?? 0) : 0;
  return (wordKindOf(next) & (wordKinds.letter | wordKinds.sign)) === 0;
}

/** Where the word that begins here ends; at its beginning when none does. */
function endOfWord(bytes: Uint8Array, start: number): number {
  if (wordKindOf(bytes[start] ?? 0) === wordKinds.joiner) return start;
  let end = start;
  for (; end < bytes.length; end += 1) {
    const kind = wordKindOf(bytes[end] ?? 0);
    if (kind === wordKinds.letter) continue;
    if (kind === 0 || isLast(bytes, end)) break;
  }
  return end;
}

function kindsOf(bytes: Uint8Array, start: number, end: number): number {
  let kinds = 0;
  for (let index = start; index < end; index += 1) kinds |= wordKindOf(bytes[index] ?? 0);
  return kinds;
}

/** The words of a text with letters in them that are not remembered as ordinary. */
export function sniffWords(bytes: Uint8Array): readonly OddWord[] {
  const odd: OddWord[] = [];
  for (let start = 0; start < bytes.length && odd.length < maxOddWords;) {
    const end = endOfWord(bytes, start);
    const kinds = kindsOf(bytes, start, end);
    const isRemembered = kinds === wordKinds.letter && isRememberedOrdinary(bytes, start, end);
    if ((kinds & wordKinds.letter) !== 0 && !isRemembered) odd.push({ start, end, kinds });
    start = end === start ? start + 1 : end;
  }
  return odd;
}
