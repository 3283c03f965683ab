/** Longer words are not remembered: few repeat. */
export const longestRemembered = 12;
/** The letters of a word that its first packed number holds; the second holds as many. */
const lettersAHalf = 6;
const bitsALetter = 5;
const letterMask = 31;
/** A power of two. Some thousand words make up most texts; where two meet, the later one stays. */
const slotCount = 16_384;
const slotMask = slotCount - 1;

/** The letters of remembered words, five bits each: exact, so that no word is taken for another. 0 is an empty slot. */
const heads = new Int32Array(slotCount);
const tails = new Int32Array(slotCount);

function packedHalf(bytes: Uint8Array, start: number, end: number): number {
  let half = 0;
  for (let index = start; index < end; index += 1) half = (half << bitsALetter) | ((bytes[index] ?? 0) & letterMask);
  return half;
}

function slotOf(head: number, tail: number): number {
  const mixed = Math.imul(head ^ Math.imul(tail, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & slotMask;
}

/** Says whether a word of ASCII letters is remembered as one in which there is nothing to repair, in any case. */
export function isRememberedOrdinary(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > longestRemembered) return false;
  const middle = Math.min(end, start + lettersAHalf);
  const head = packedHalf(bytes, start, middle);
  const tail = packedHalf(bytes, middle, end);
  const slot = slotOf(head, tail);
  return heads[slot] === head && tails[slot] === tail;
}

/** Remembers a word of ASCII letters as one in which there is nothing to repair. Long ones are not remembered. */
export function rememberOrdinary(word: string): void {
  if (word.length > longestRemembered) return;
  const bytes = Uint8Array.from(word, (letter) => letter.charCodeAt(0));
  const middle = Math.min(word.length, lettersAHalf);
  const head = packedHalf(bytes, 0, middle);
  const tail = packedHalf(bytes, middle, word.length);
  const slot = slotOf(head, tail);
  heads[slot] = head;
  tails[slot] = tail;
}
