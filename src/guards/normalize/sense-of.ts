import { hashStart, hashStep } from "../classifier/hash.ts";
import { conceptOfStem, conceptOfWord, shortestStem } from "../classifier/concept-table.ts";
import { factsOf, wordFacts } from "./vocabulary.ts";

/** More of a reading need not be looked at to know whether it makes sense. */
export const sampleLength = 200;
/** A reading of fewer letters proves nothing. */
const fewestLetters = 8;

const meaningful = wordFacts.known | wordFacts.foreign;

/** The share of letters that stand in known words of two letters or more, of any language; 0 for too short a reading. */
export function senseOf(text: string): number {
  const reader = new SenseReader();
  const end = Math.min(text.length, sampleLength);
  for (let index = 0; index < end; index += 1) reader.add(text.charCodeAt(index));
  return reader.sense();
}

/** Reads unit by unit what `senseOf` reads: words of other languages are known as far as they are common, or what attacks are made of. */
export class SenseReader {
  private letters = 0;
  private known = 0;
  private hash = hashStart;
  private length = 0;
  private stem = 0;

  /** The next UTF-16 unit of the reading. */
  add(unit: number): void {
    const lower = unit | 0x20;
    if (lower >= 0x61 && lower <= 0x7a) this.addLetter(lower);
    else this.endWord();
  }

  sense(): number {
    this.endWord();
    return this.letters < fewestLetters ? 0 : this.known / this.letters;
  }

  private addLetter(lower: number): void {
    this.hash = hashStep(this.hash, lower);
    this.length += 1;
    if (this.length > shortestStem) this.stem ||= conceptOfStem(this.hash);
  }

  private endWord(): void {
    if (this.length === 0) return;
    this.letters += this.length;
    if (this.length > 1 && this.isSense()) this.known += this.length;
    this.hash = hashStart;
    this.length = this.stem = 0;
  }

  private isSense(): boolean {
    return this.stem !== 0 || (factsOf(this.hash) & meaningful) !== 0 || conceptOfWord(this.hash) !== 0;
  }
}
