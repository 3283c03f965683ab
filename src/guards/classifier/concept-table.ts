import { characterClass, classes } from "./character-class.ts";
import { conceptWords } from "./concepts.ts";
import { frameWords } from "./frames.ts";
import { hashWord } from "./hash.ts";

/** Concepts are numbered from 1, frames from here: the first stage's pairs and triples have room for 63 concepts. */
export const firstFrame = 64;
export const conceptCount = Object.keys(conceptWords).length;
export const frameCount = Object.keys(frameWords).length;

/** A power of two, some four times the number of words: probes stay short. */
const slotCount = 8192;
const slotMask = slotCount - 1;

const hashes = new Int32Array(slotCount);
/** Concept number plus one; 0 is an empty slot. Stems are kept in a table of their own. */
const exact = new Uint8Array(slotCount);
const stems = new Uint8Array(slotCount);
/** No stem is shorter: what begins with two letters says nothing. */
export const shortestStem = 3;

function slotOf(hash: number): number {
  let slot = (hash ^ (hash >>> 15)) & slotMask;
  while ((exact[slot] !== 0 || stems[slot] !== 0) && hashes[slot] !== hash) slot = (slot + 1) & slotMask;
  return slot;
}

/** The tokeniser sees no more than two characters at once where words have no spaces between them. */
function asRead(word: string): string {
  return characterClass(word.charCodeAt(0)) === classes.ideograph ? word.slice(0, 2) : word;
}

function addWords(number: number, words: readonly string[]): void {
  for (const word of words) {
    const isStem = word.endsWith("*");
    const hash = hashWord(isStem ? word.slice(0, -1) : asRead(word));
    const slot = slotOf(hash);
    const table = isStem ? stems : exact;
    hashes[slot] = hash;
    if (table[slot] === 0) table[slot] = number;
  }
}

/** A concept's stem goes before a frame's longer word. */
function standsForConcept(word: string): boolean {
  const bare = word.replace("*", "");
  for (let length = shortestStem; length <= bare.length; length += 1) {
    if ((stems[slotOf(hashWord(bare.slice(0, length)))] ?? 0) !== 0) return true;
  }
  return false;
}

for (const [index, words] of Object.values(conceptWords).entries()) addWords(index + 1, words.split(" "));
for (const [index, words] of Object.values(frameWords).entries()) {
  addWords(
    index + firstFrame,
    words.split(" ").filter((word) => !standsForConcept(word)),
  );
}

/** The number of the concept or frame that a whole word stands for; 0 when none. */
export function meaningOfWord(hash: number): number {
  const slot = slotOf(hash);
  return exact[slot] ?? 0;
}

/** The number of the concept that a whole word stands for; 0 when none. */
export function conceptOfWord(hash: number): number {
  const meaning = meaningOfWord(hash);
  return meaning < firstFrame ? meaning : 0;
}

/** The number of the concept that everything that begins so stands for; 0 when none. */
export function conceptOfStem(hash: number): number {
  const meaning = meaningOfStem(hash);
  return meaning < firstFrame ? meaning : 0;
}

/** The number of the concept or frame that everything that begins so stands for; 0 when none. */
export function meaningOfStem(hash: number): number {
  const slot = slotOf(hash);
  return stems[slot] ?? 0;
}
