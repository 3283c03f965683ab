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

/** The words of a text with letters in them that are not remembered as ordinary. */
export function sniffWords(bytes: Uint8Array): readonly OddWord[] {
  const odd: OddWord[] = [];
  for (let start = 0; start < bytes.length && odd.length < maxOddWords;) {
    let kinds = 0;
    let end = start;
    for (; end < bytes.length; end += 1) {
      const kind = wordKindOf(bytes[end] ?? 0);
      if (kind === wordKinds.letter) kinds |= kind;
      else if (kind === 0 || (kind === wordKinds.joiner && end === start) || isLast(bytes, end)) break;
      else kinds |= kind;
    }
    if ((kinds & wordKinds.letter) !== 0 && !(kinds === wordKinds.letter && isRememberedOrdinary(bytes, start, end))) {
      odd.push({ start, end, kinds });
    }
    start = end === start ? start + 1 : end;
  }
  return odd;
}
