import { hashWord } from "../classifier/hash.ts";
import { letterOfSpellingWord } from "./spelling-words.ts";
import { backwardsWord, knownWord } from "./vocabulary.ts";

/** What is to be known of a word by itself, as bits of one number. */
export const wordFacts = { known: 1, knownBackwards: 2, spelling: 4, article: 8, preposition: 16 } as const;

const articles = new Set(["the", "an", "your", "my", "its", "our", "their"]);
const prepositions = new Set(["of", "in", "to", "on", "for", "with", "from", "at", "by", "into", "about", "is", "are"]);

/** The facts of a word in lower case. */
export function factsOf(word: string): number {
  const hash = hashWord(word);
  let facts = 0;
  if (knownWord(hash) !== undefined) facts |= wordFacts.known;
  if (backwardsWord(hash) !== undefined) facts |= wordFacts.knownBackwards;
  if (letterOfSpellingWord(word) !== undefined) facts |= wordFacts.spelling;
  if (articles.has(word)) facts |= wordFacts.article;
  if (prepositions.has(word)) facts |= wordFacts.preposition;
  return facts;
}
