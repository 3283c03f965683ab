import { wordFacts } from "./vocabulary.ts";

/** The words of a text that have been read so far. */
export class WordCounts {
  words = 0;
  known = 0;
  knownBackwards = 0;
  singleLetters = 0;
  letters = 0;
  spelling = 0;
  forwardPairs = 0;
  backwardPairs = 0;
  /** The facts of all words together. */
  facts = 0;
  private before = 0;

  /** A word that has just ended. */
  add(length: number, facts: number): void {
    this.letters += length;
    this.facts |= facts;
    // One letter alone is no word: a list of letters would be full of known ones.
    if (length === 1) {
      this.singleLetters += 1;
      this.before = 0;
      return;
    }
    this.words += 1;
    if (facts !== 0) this.count(facts);
    this.before = facts;
  }

  private count(facts: number): void {
    if ((facts & wordFacts.known) !== 0) this.known += 1;
    if ((facts & wordFacts.knownBackwards) !== 0) this.knownBackwards += 1;
    if ((facts & wordFacts.spelling) !== 0) this.spelling += 1;
    if ((facts & wordFacts.article) !== 0 && (this.before & wordFacts.preposition) !== 0) this.forwardPairs += 1;
    if ((facts & wordFacts.preposition) !== 0 && (this.before & wordFacts.article) !== 0) this.backwardPairs += 1;
  }
}
