import { firstFrame, meaningOfStem, meaningOfWord, shortestStem } from "./concept-table.ts";
import { characterClass, classes } from "./character-class.ts";
import { hashFinish, hashStart, hashStep } from "./hash.ts";

/** Kinds of feature, by number: each has a scale of its own, learned once for all (see `feature-scales.ts`). */
export const featureKinds = {
  word: 0,
  bigram: 1,
  skip: 2,
  /** One character of a script without spaces. */
  character: 3,
  concept: 4,
  pair: 5,
  triple: 6,
  start: 7,
  mark: 8,
} as const;

export const bucketBits = 19;
export const bucketMask = (1 << bucketBits) - 1;
/** No more tokens of one text are read; a caller that has more cuts it into pieces first. */
export const maxTokens = 16_384;
const featuresPerToken = 8;
const maxStemLength = 14;
/** A Hangul syllable is two or three letters: in Korean a stem may be one or two of them. */
const firstSyllable = 0xac00;
const pairReach = 8;
const ringSize = 4;
/** A word that was among the last so many says nothing new: who repeats himself is no attacker for it. */
const recentWords = 4;

/** Added to the meaning of a token that begins a sentence. */
export const sentenceStart = 128;

/** The features of one text, token by token: those of token `i` end at `ends[i]`. Reused from text to text. */
export class FeatureList {
  /** Kind in the bits above `bucketBits`, bucket below. */
  readonly codes = new Int32Array(maxTokens * featuresPerToken);
  readonly ends = new Int32Array(maxTokens);
  /** Where in the text a token begins and ends. */
  readonly starts = new Int32Array(maxTokens);
  readonly stops = new Int32Array(maxTokens);
  /** Each token's concept or frame, 0 for none; of a token that begins a sentence plus `sentenceStart`. */
  readonly meanings = new Uint8Array(maxTokens);
  tokens = 0;
  count = 0;

  add(kind: number, hash: number): void {
    if (this.count >= this.codes.length) return;
    this.codes[this.count] = (kind << bucketBits) | (hashFinish(Math.imul(hash, kind * 2 + 1) ^ kind) & bucketMask);
    this.count += 1;
  }
}

/** What earlier words leave behind for the features of the next. */
class Trail {
  before = 0;
  beforeThat = 0;
  isStart = true;
  lastMark = 0;
  readonly concepts = new Int32Array(ringSize);
  readonly places = new Int32Array(ringSize).fill(-1000);
  seen = 0;
  readonly recent = new Int32Array(recentWords);

  /** Takes note of a word; true: it was among the last ones already. */
  repeats(hash: number, position: number): boolean {
    const isRepeated = this.recent.includes(hash);
    this.recent[position % recentWords] = hash;
    return isRepeated;
  }

  reset(): void {
    this.before = 0;
    this.beforeThat = 0;
    this.isStart = true;
    this.lastMark = 0;
    this.seen = 0;
    this.places.fill(-1000);
    this.recent.fill(0);
  }
}

const trail = new Trail();

function addConcept(list: FeatureList, concept: number): void {
  list.add(featureKinds.concept, concept);
  if (trail.isStart) list.add(featureKinds.start, -concept);
  const { seen, concepts, places } = trail;
  const position = list.tokens;
  for (let back = 1; back <= 3; back += 1) {
    const at = (seen - back) & (ringSize - 1);
    if (seen < back || position - (places[at] ?? 0) > pairReach) break;
    list.add(featureKinds.pair, (concepts[at] ?? 0) * 64 + concept);
  }
  const one = (seen - 1) & (ringSize - 1);
  const two = (seen - 2) & (ringSize - 1);
  if (seen >= 2 && position - (places[two] ?? 0) <= pairReach * 2) {
    list.add(featureKinds.triple, ((concepts[two] ?? 0) * 64 + (concepts[one] ?? 0)) * 64 + concept);
  }
  concepts[seen & (ringSize - 1)] = concept;
  places[seen & (ringSize - 1)] = position;
  trail.seen = seen + 1;
}

function addToken(list: FeatureList, hash: number, meaning: number): void {
  const isNew = !trail.repeats(hash, list.tokens);
  list.meanings[list.tokens] = (isNew ? meaning : 0) + (trail.isStart ? sentenceStart : 0);
  if (isNew) addNew(list, hash, meaning);
  if (trail.before !== 0 && trail.before !== hash)
    list.add(featureKinds.bigram, hashStep(Math.imul(trail.before, 31), hash));
  if (trail.beforeThat !== 0 && trail.beforeThat !== hash)
    list.add(featureKinds.skip, hashStep(Math.imul(trail.beforeThat, 57), hash));
  trail.beforeThat = trail.before;
  trail.before = hash;
  trail.isStart = false;
}

function addNew(list: FeatureList, hash: number, meaning: number): void {
  list.add(featureKinds.word, hash);
  if (trail.isStart) list.add(featureKinds.start, hash);
  if (meaning !== 0 && meaning < firstFrame) addConcept(list, meaning);
}

function finishToken(list: FeatureList, start: number, stop: number): void {
  list.starts[list.tokens] = start;
  list.stops[list.tokens] = stop;
  list.ends[list.tokens] = list.count;
  list.tokens += 1;
}

function readWord(list: FeatureList, text: string, start: number): number {
  let hash = hashStart;
  let stem = 0;
  let index = start;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (characterClass(code) !== classes.letter) break;
    hash = hashStep(hash, code);
    const length = index - start + 1;
    if ((length >= shortestStem || code >= firstSyllable) && length <= maxStemLength)
      stem = meaningOfStem(hash) || stem;
  }
  addToken(list, hash, meaningOfWord(hash) || stem);
  finishToken(list, start, index);
  return index;
}

/** Scripts without spaces: every character is a token, and so is every pair. */
function readIdeograph(list: FeatureList, text: string, start: number): number {
  const code = text.charCodeAt(start);
  const next = start + 1 < text.length ? text.charCodeAt(start + 1) : 0;
  const single = hashStep(hashStart, code);
  const isPair = next !== 0 && characterClass(next) === classes.ideograph;
  const pair = isPair ? hashStep(single, next) : single;
  addToken(list, pair, meaningOfWord(pair) || meaningOfWord(single));
  list.add(featureKinds.character, single);
  finishToken(list, start, start + 1);
  return start + 1;
}

const backslash = 0x5c;

/** n, r or t. */
function isEscapeLetter(code: number): boolean {
  return code === 0x6e || code === 0x72 || code === 0x74;
}

/** Marks in a row are one token: `<|`, `###`, `[[`. They carry the structure that attacks forge. */
function readMarks(list: FeatureList, text: string, start: number): number {
  let hash = hashStart;
  let index = start;
  for (; index < text.length && index - start < 4; index += 1) {
    const code = text.charCodeAt(index);
    if (characterClass(code) !== classes.mark) break;
    hash = hashStep(hash, code);
  }
  // In a quoted text `\\n` is the end of a line, not the letter n.
  if (text.charCodeAt(index - 1) === backslash && isEscapeLetter(text.charCodeAt(index))) index += 1;
  // The same marks over and over are a table or a markup, and say so once.
  if (index - start > 1 && hash !== trail.lastMark) list.add(featureKinds.mark, hash);
  if (index - start > 1) trail.lastMark = hash;
  trail.isStart = true;
  return index;
}

/** Reads a folded text's features into the list, whatever it held before. */
export function extractFeatures(text: string, list: FeatureList): void {
  list.tokens = 0;
  list.count = 0;
  trail.reset();
  let index = 0;
  while (index < text.length && list.tokens < maxTokens) {
    const kind = characterClass(text.charCodeAt(index));
    if (kind === classes.letter) index = readWord(list, text, index);
    else if (kind === classes.ideograph) index = readIdeograph(list, text, index);
    else if (kind === classes.mark) index = readMarks(list, text, index);
    else index += 1;
  }
}
