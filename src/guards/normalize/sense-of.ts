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
  const words = new SenseReader();
  const end = Math.min(text.length, sampleLength);
  for (let index = 0; index < end; index += 1) {
    const code = text.charCodeAt(index) | 0x20;
    if (code >= 0x61 && code <= 0x7a) words.addLetter(code);
    else words.endWord();
  }
  words.endWord();
  return words.sense();
}

/** Words of other languages are known as far as they are common, or what attacks are made of. */
class SenseReader {
  private letters = 0;
  private known = 0;
  private hash = hashStart;
  private length = 0;
  private stem = 0;

  addLetter(lower: number): void {
    this.hash = hashStep(this.hash, lower);
    this.length += 1;
    if (this.length > shortestStem) this.stem ||= conceptOfStem(this.hash);
  }

  endWord(): void {
    if (this.length === 0) return;
    this.letters += this.length;
    if (this.length > 1 && this.isSense()) this.known += this.length;
    this.hash = hashStart;
    this.length = this.stem = 0;
  }

  sense(): number {
    return this.letters < fewestLetters ? 0 : this.known / this.letters;
  }

  private isSense(): boolean {
    return this.stem !== 0 || (factsOf(this.hash) & meaningful) !== 0 || conceptOfWord(this.hash) !== 0;
  }
}
