const blockBytes = 64;
const lengthBytes = 8;
const wordsPerBlock = 16;
const rounds = 64;

/** Fractional parts of the roots of the first primes are the constants of FIPS 180-4, sections 4.2.2 and 5.3.3. */
const primes = firstPrimes(rounds);
const roundConstants = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const initialState = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/**
 * SHA-256 of a text's UTF-8 bytes, lower-case hex (FIPS 180-4). Ours, because WebCrypto answers with a promise only and
 * `node:crypto` is not everywhere where content is named by its hash. For content that is hashed once, not for secrets.
 */
export function sha256Hex(text: string): string {
  const bytes = pad(new TextEncoder().encode(text));
  const view = new DataView(bytes.buffer);
  const state = Uint32Array.from(initialState);
  const schedule = new Uint32Array(rounds);
  for (let offset = 0; offset < bytes.length; offset += blockBytes) {
    for (let index = 0; index < wordsPerBlock; index += 1) schedule[index] = view.getUint32(offset + index * 4);
    compress(state, extend(schedule));
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** The message, a one bit, zeros, and the message's length in bits in the last eight bytes. */
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = Math.ceil((message.length + 1 + lengthBytes) / blockBytes) * blockBytes;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(length - lengthBytes, BigInt(message.length) * 8n);
  return padded;
}

function extend(schedule: Uint32Array): Uint32Array {
  for (let index = wordsPerBlock; index < rounds; index += 1) {
    const early = at(schedule, index - 15);
    const late = at(schedule, index - 2);
    const first = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const second = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[index] = at(schedule, index - 16) + first + at(schedule, index - 7) + second;
  }
  return schedule;
}

function compress(state: Uint32Array, schedule: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < rounds; index += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice;
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
    const added = first + at(roundConstants, index) + at(schedule, index);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + added) >>> 0, c, b, a, (added + second) >>> 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = at(state, index) + word;
  });
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** A word of an array; every index used here is inside. */
function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}

/** The first 32 bits after the point. A double has 53 in all, and these roots are below 8: enough for every constant. */
function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32);
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
