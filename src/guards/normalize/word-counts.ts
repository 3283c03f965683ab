import { hashStart, hashStep } from "../classifier/hash.ts";
import { factsOf, wordFacts } from "./vocabulary.ts";
import { wordKindOf, wordKinds } from "./word-kinds.ts";

/** The words of a text that have been read so far. */
export class WordCounts {
  words = 0;
  known = 0;
  foreign = 0;
  knownBackwards = 0;
  singleLetters = 0;
  letters = 0;
  /** How many letters the longest word has. */
  longest = 0;
  spelling = 0;
  forwardPairs = 0;
  backwardPairs = 0;
  /** The facts of all words together. */
  facts = 0;
  /** Those of the last word. */
  last = 0;

  /** Reads the word that begins here, and returns where it ends. */
  read(bytes: Uint8Array, start: number): number {
    let hash = hashStart;
    let end = start;
    while (end < bytes.length) {
      const code = bytes[end] ?? 0;
      if (wordKindOf(code) !== wordKinds.letter) break;
      hash = hashStep(hash, code | 0x20);
      end += 1;
    }
    this.add(end - start, factsOf(hash));
    return end;
  }

  private add(length: number, facts: number): void {
    this.letters += length;
    if (length > this.longest) this.longest = length;
    this.facts |= facts;
    if (length === 1) this.singleLetters += 1;
    else this.words += 1;
    // One letter alone is no word: a list of letters would be full of known ones.
    if (facts !== 0 && length > 1) this.count(facts);
    this.last = length > 1 ? facts : 0;
  }

  private count(facts: number): void {
    if ((facts & wordFacts.known) !== 0) this.known += 1;
    if ((facts & wordFacts.foreign) !== 0) this.foreign += 1;
    if ((facts & wordFacts.knownBackwards) !== 0) this.knownBackwards += 1;
    if ((facts & wordFacts.spelling) !== 0) this.spelling += 1;
    if ((facts & wordFacts.article) !== 0 && (this.last & wordFacts.preposition) !== 0) this.forwardPairs += 1;
    if ((facts & wordFacts.preposition) !== 0 && (this.last & wordFacts.article) !== 0) this.backwardPairs += 1;
  }
}
