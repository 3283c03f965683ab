/** Longer words are not remembered: few repeat. */
const longestRemembered = 12;
/** The letters of a word that its first packed number holds; the second holds as many. */
const lettersAHalf = 6;
const bitsALetter = 5;
const letterMask = 31;
/** A power of two. Some thousand words make up most texts; where three meet, the last two stay. */
const slotCount = 16_384;
const slotMask = slotCount - 1;

/** The letters of remembered words, five bits each: exact, so that no word is taken for another. 0 is an empty slot. */
const heads = new Int32Array(slotCount);
const tails = new Int32Array(slotCount);

function packLetter(half: number, letter: number): number {
  return (half << bitsALetter) | (letter & letterMask);
}

function slotOf(head: number, tail: number): number {
  const mixed = Math.imul(head ^ Math.imul(tail, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & slotMask;
}

function isAt(slot: number, head: number, tail: number): boolean {
  return heads[slot] === head && tails[slot] === tail;
}

/** Says whether a word of ASCII letters is remembered as one in which there is nothing to repair, in any case. */
export function isRememberedOrdinary(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > longestRemembered) return false;
  const middle = Math.min(end, start + lettersAHalf);
  let head = 0;
  let tail = 0;
  for (let index = start; index < middle; index += 1) head = packLetter(head, bytes[index] ?? 0);
  for (let index = middle; index < end; index += 1) tail = packLetter(tail, bytes[index] ?? 0);
  const slot = slotOf(head, tail);
  return isAt(slot, head, tail) || isAt(slot ^ 1, head, tail);
}

/** Remembers a word of ASCII letters as one in which there is nothing to repair. False for a longer one, which is not. */
export function rememberOrdinary(word: string): boolean {
  if (word.length > longestRemembered) return false;
  let head = 0;
  let tail = 0;
  for (let index = 0; index < word.length; index += 1) {
    if (index < lettersAHalf) head = packLetter(head, word.charCodeAt(index));
    else tail = packLetter(tail, word.charCodeAt(index));
  }
  const slot = slotOf(head, tail);
  heads[slot ^ 1] = heads[slot] ?? 0;
  tails[slot ^ 1] = tails[slot] ?? 0;
  heads[slot] = head;
  tails[slot] = tail;
  return true;
}
