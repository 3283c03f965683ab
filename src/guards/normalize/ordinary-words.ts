import type { Run } from "./run.ts";

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

/** The slot of the word that was packed last, and its letters. */
const packed = { slot: 0, head: 0, tail: 0 };

function pack(bytes: Uint8Array, { start, end }: Run): void {
  const middle = Math.min(end, start + lettersAHalf);
  let head = 0;
  let tail = 0;
  for (let index = start; index < middle; index += 1) head = packLetter(head, bytes[index] ?? 0);
  for (let index = middle; index < end; index += 1) tail = packLetter(tail, bytes[index] ?? 0);
  packed.head = head;
  packed.tail = tail;
  packed.slot = slotOf(head, tail);
}

function isAt(slot: number): boolean {
  return heads[slot] === packed.head && tails[slot] === packed.tail;
}

/** Says whether a word of ASCII letters is remembered as one in which there is nothing to repair, in any case. */
export function isRememberedOrdinary(bytes: Uint8Array, word: Run): boolean {
  if (word.end - word.start > longestRemembered) return false;
  pack(bytes, word);
  return isAt(packed.slot) || isAt(packed.slot ^ 1);
}

/** Remembers a word of ASCII letters as one in which there is nothing to repair; a longer one is not. */
export function rememberOrdinary(bytes: Uint8Array, word: Run): void {
  if (word.end - word.start > longestRemembered) return;
  pack(bytes, word);
  const { slot, head, tail } = packed;
  heads[slot ^ 1] = heads[slot] ?? 0;
  tails[slot ^ 1] = tails[slot] ?? 0;
  heads[slot] = head;
  tails[slot] = tail;
}
