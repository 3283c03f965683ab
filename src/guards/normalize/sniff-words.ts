import { isOrdinaryWord } from "./is-ordinary-word.ts";
import type { OddWord } from "./odd-word.ts";
import { isRememberedOrdinary, rememberOrdinary } from "./ordinary-words.ts";
import { wordKindOf, wordKinds } from "./word-kinds.ts";

/** A text of more odd words is no message. */
const maxOddWords = 8192;

/** A full stop or a bracket ends a word; a digit may be its last letter. */
function isLast(bytes: Uint8Array, index: number): boolean {
  const code = bytes[index] ?? 0;
  if (code >= 0x30 && code <= 0x39) return false;
  const next = index + 1 < bytes.length ? (bytes[index + 1] ?? 0) : 0;
  return (wordKindOf(next) & (wordKinds.letter | wordKinds.sign)) === 0;
}

function isOdd(bytes: Uint8Array, word: OddWord): boolean {
  if ((word.kinds & wordKinds.letter) === 0) return false;
  if (word.kinds !== wordKinds.letter) return !isOrdinaryWord(bytes, word);
  if (isRememberedOrdinary(bytes, word)) return false;
  const isOrdinary = isOrdinaryWord(bytes, word);
  if (isOrdinary) rememberOrdinary(bytes, word);
  return !isOrdinary;
}

/** The words of a text with letters in them that may be meant otherwise than they are written. */
export function sniffWords(bytes: Uint8Array): readonly OddWord[] {
  const odd: OddWord[] = [];
  const { length } = bytes;
  for (let start = 0; start < length && odd.length < maxOddWords;) {
    let kinds = wordKindOf(bytes[start] ?? 0);
    let end = start + 1;
    if (kinds !== 0 && kinds !== wordKinds.joiner && !(kinds === wordKinds.sign && isLast(bytes, start))) {
      for (; end < length; end += 1) {
        const kind = wordKindOf(bytes[end] ?? 0);
        if (kind === 0 || (kind !== wordKinds.letter && isLast(bytes, end))) break;
        kinds |= kind;
      }
      const word = { start, end, kinds };
      if (isOdd(bytes, word)) odd.push(word);
    }
    start = end;
  }
  return odd;
}
