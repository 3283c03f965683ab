import { conceptWords } from "../classifier/concepts.ts";
import { hashStart, hashStep } from "../classifier/hash.ts";
import { moreWords } from "./more-words.ts";
import { ordinaryWords, tellingWords } from "./vocabulary.ts";

/** Bits, a power of two: a few in a hundred are set by chance, which costs a look and no more. */
const bitCount = 1 << 19;
const bits = new Uint32Array(bitCount >>> 5);

function bitOf(hash: number): number {
  return (hash ^ (hash >>> 13)) & (bitCount - 1);
}

function addBeginnings(word: string): void {
  let hash = hashStart;
  for (let index = 0; index < word.length; index += 1) {
    hash = hashStep(hash, word.charCodeAt(index));
    const bit = bitOf(hash);
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
}

let isPrepared = false;

/** Fills the table when the first text needs it: few do, and a process should start at once. */
function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  for (const word of [...ordinaryWords, ...tellingWords, ...moreWords]) addBeginnings(word);
  for (const word of Object.values(conceptWords).join(" ").split(" ")) addBeginnings(word.replace("*", ""));
}

/** Says whether some known word may begin with the letters of this hash; when not, no word does. */
export function mayBegin(hash: number): boolean {
  prepare();
  const bit = bitOf(hash);
  return (((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}
