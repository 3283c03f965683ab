import { moreWords } from "./more-words.ts";
import type { Run } from "./run.ts";
import { ordinaryWords, tellingWords } from "./vocabulary.ts";

/** Shorter words have neighbours that mean something else. */
export const shortestNear = 6;
const slotCount = 131_072;
const slotMask = slotCount - 1;

/** A polynomial's base, and what undoes one multiplication by it modulo 2^32: dropping a letter costs two products. */
const base = 0x01000193;
const inverse = inverseOf(base);

const hashes = new Int32Array(slotCount);
/** The place of a slot's word in `words`, plus one; 0 is an empty slot. */
const places = new Uint16Array(slotCount);
const words = [...tellingWords, ...ordinaryWords, ...moreWords];

/** Newton's iteration doubles the right bits: five rounds make thirty-two of them. */
function inverseOf(odd: number): number {
  let guess = odd;
  for (let round = 0; round < 5; round += 1) guess = Math.imul(guess, 2 - Math.imul(odd, guess));
  return guess;
}

function slotOf(hash: number): number {
  let slot = (hash ^ (hash >>> 15)) & slotMask;
  while (places[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & slotMask;
  return slot;
}

function remember(hash: number, place: number): void {
  const slot = slotOf(hash);
  hashes[slot] = hash;
  if (places[slot] === 0) places[slot] = place + 1;
  const hint = hintOf(hash);
  hints[hint >>> 5] = (hints[hint >>> 5] ?? 0) | (1 << (hint & 31));
}

/** A bit for each remembered hash, and for one in a hundred others: it fits into a processor's cache, as words do not. */
const hintBits = 20;
const hints = new Uint32Array(1 << (hintBits - 5));

function hintOf(hash: number): number {
  return (hash ^ (hash >>> 12)) & ((1 << hintBits) - 1);
}

/** Makes an ASCII letter a small one. */
const small = 0x20;

/** Asks for the hash of a word of ASCII letters, in lower case, and for that of the word without each of its letters. */
function someHash(bytes: Uint8Array, { start, end }: Run, isFound: (hash: number) => boolean): boolean {
  let whole = 0;
  let power = 1;
  for (let index = start; index < end; index += 1) {
    whole = (whole + Math.imul((bytes[index] ?? 0) | small, power)) | 0;
    power = Math.imul(power, base);
  }
  if (isFound(whole)) return true;
  let before = 0;
  power = 1;
  for (let index = start; index < end; index += 1) {
    const own = Math.imul((bytes[index] ?? 0) | small, power);
    const after = Math.imul((whole - before - own) | 0, inverse);
    if (isFound((before + after) | 0)) return true;
    before = (before + own) | 0;
    power = Math.imul(power, base);
  }
  return false;
}

const encoder = new TextEncoder();

function someHashOf(word: string, isFound: (hash: number) => boolean): boolean {
  return someHash(encoder.encode(word), { start: 0, end: word.length }, isFound);
}

/** Ordinary words have more neighbours that mean something else. */
const shortestOrdinary = 7;
const ordinary = new Set([...ordinaryWords, ...moreWords]);

let isPrepared = false;

/** Fills the table when the first text needs it: a process should start at once. */
function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  for (const [place, word] of words.entries()) {
    if (word.length < (ordinary.has(word) ? shortestOrdinary : shortestNear)) continue;
    someHashOf(word, (hash) => {
      remember(hash, place);
      return false;
    });
  }
}

/** Another ending is another form of the word, or another word: systems, secure. */
function isMisspelled(written: string, word: string): boolean {
  if (Math.abs(word.length - written.length) > 1) return false;
  if (written.charAt(0) !== word.charAt(0) && ordinary.has(word)) return false;
  const stem = Math.min(word.length, written.length) - 1;
  return written.slice(0, stem) !== word.slice(0, stem);
}

/** The known word that differs by one letter left out, put in, or put in another's place. */
export function nearWord(written: string): string | undefined {
  prepare();
  let near: string | undefined;
  someHashOf(written, (hash) => {
    const candidate = words[(places[slotOf(hash)] ?? 0) - 1];
    if (candidate !== undefined && isMisspelled(written, candidate)) near = candidate;
    return near !== undefined;
  });
  return near;
}

function isHinted(hash: number): boolean {
  const hint = hintOf(hash);
  return (((hints[hint >>> 5] ?? 0) >>> (hint & 31)) & 1) === 1;
}

/** Says cheaply whether there may be a known word near the one that stands here: no word that has one is missed. */
export function mayBeNear(bytes: Uint8Array, word: Run): boolean {
  prepare();
  return someHash(bytes, word, isHinted);
}
