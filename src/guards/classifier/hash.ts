/** FNV-1a's start value and prime: cheap, and good enough to spread n-grams over buckets. */
export const hashStart = 0x811c9dc5 | 0;
const prime = 0x01000193;

/** One more number taken into a hash. */
export function hashStep(hash: number, value: number): number {
  return Math.imul(hash ^ value, prime);
}

/** Spreads what the multiplications left in the high bits. */
export function hashFinish(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}

/** A word as it is hashed while it is read, one UTF-16 unit at a time. */
export function hashWord(word: string): number {
  let hash = hashStart;
  for (let index = 0; index < word.length; index += 1) hash = hashStep(hash, word.charCodeAt(index));
  return hash;
}
