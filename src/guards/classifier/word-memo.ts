/** Longer words are looked at anew each time: few repeat. */
export const longestRemembered = 12;
const lettersAHalf = 6;
const bitsALetter = 5;
const letterMask = 31;
/** A power of two. Some thousand words make up most texts; where two meet, the later one stays. */
const slotCount = 8192;
const slotMask = slotCount - 1;

/** ASCII letters of a word so far, five bits each in two numbers: exact, so that no two words are taken for one another. */
export class PackedWord {
  head = 0;
  tail = 0;
  length = 0;

  clear(): void {
    this.head = this.tail = this.length = 0;
  }

  /** Upper and lower case are one. */
  add(letter: number): void {
    if (this.length < lettersAHalf) this.head = (this.head << bitsALetter) | (letter & letterMask);
    else if (this.length < longestRemembered) this.tail = (this.tail << bitsALetter) | (letter & letterMask);
    this.length += 1;
  }
}

/** Remembers a number from 0 to 254 of each of the words met of late: what it says depends on the word alone. */
export class WordMemo {
  private readonly heads = new Int32Array(slotCount);
  private readonly tails = new Int32Array(slotCount);
  /** One more than what is remembered; 0 is an empty slot. */
  private readonly values = new Uint8Array(slotCount);

  /** Undefined for a word that is not remembered. */
  get({ head, tail, length }: PackedWord): number | undefined {
    if (length > longestRemembered) return undefined;
    const slot = slotOf(head, tail);
    if (this.heads[slot] !== head || this.tails[slot] !== tail) return undefined;
    const value = this.values[slot] ?? 0;
    return value === 0 ? undefined : value - 1;
  }

  set({ head, tail, length }: PackedWord, value: number): void {
    if (length > longestRemembered) return;
    const slot = slotOf(head, tail);
    this.heads[slot] = head;
    this.tails[slot] = tail;
    this.values[slot] = value + 1;
  }
}

function slotOf(head: number, tail: number): number {
  const mixed = Math.imul(head ^ Math.imul(tail, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & slotMask;
}
