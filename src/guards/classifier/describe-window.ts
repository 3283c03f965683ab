import { conceptCount, firstFrame, frameCount } from "./concept-table.ts";
import { conceptWords } from "./concepts.ts";
import { sentenceStart } from "./extract-features.ts";
import type { FeatureList } from "./extract-features.ts";
import type { WindowScore } from "./score-text.ts";

type Concept = keyof typeof conceptWords;

/** Concepts that mean more in this order, and near each other, than each by itself. */
const telling: readonly (readonly [Concept, Concept])[] = [
  ["ignore", "instruction"],
  ["ignore", "prior"],
  ["ignore", "all"],
  ["bypass", "limit"],
  ["bypass", "instruction"],
  ["prior", "instruction"],
  ["reveal", "prompt"],
  ["reveal", "hidden"],
  ["reveal", "instruction"],
  ["reveal", "credential"],
  ["you", "instruction"],
  ["you", "prompt"],
  ["you", "ai"],
  ["no", "limit"],
  ["now", "you"],
  ["roleplay", "ai"],
  ["fresh", "instruction"],
  ["say", "instead"],
  ["send", "user"],
  ["no", "refuse"],
];
const reach = 7;

/** Signs that are counted, by what they have in common. */
const signs = {
  question: 0,
  shout: 1,
  quote: 2,
  colon: 3,
  line: 4,
  bracket: 5,
  slash: 6,
  star: 7,
  digit: 8,
  far: 9,
} as const;
const signCount = Object.keys(signs).length;
const signOf = new Uint8Array(128).fill(255);
const written: readonly (readonly [keyof typeof signs, string])[] = [
  ["question", "?"],
  ["shout", "!"],
  ["quote", "\"'`"],
  ["colon", ":"],
  ["line", "\n"],
  ["bracket", "[]{}<>()=;"],
  ["slash", "/\\@#|_"],
  ["star", "*-"],
  ["digit", "0123456789"],
];
for (const [sign, characters] of written) {
  for (const character of characters) signOf[character.charCodeAt(0)] = signs[sign];
}

const meaningCount = conceptCount + frameCount;
const scoreCount = 4;
const startCount = 3;
const offsets = {
  scores: 0,
  starts: scoreCount,
  signs: scoreCount + startCount,
  pairs: scoreCount + startCount + signCount,
  meanings: scoreCount + startCount + signCount + telling.length,
  wholeFrames: scoreCount + startCount + signCount + telling.length + meaningCount,
} as const;
export const traitCount = offsets.wholeFrames + frameCount;

const pairPlaces = new Map(telling.map(([one, other], index) => [pairKey(numberOf(one), numberOf(other)), index]));

function numberOf(concept: Concept): number {
  return Object.keys(conceptWords).indexOf(concept) + 1;
}

function pairKey(one: number, other: number): number {
  return one * firstFrame + other;
}

/** Where a concept's or a frame's count stands among its kind's. */
function placeOf(meaning: number): number {
  return meaning < firstFrame ? meaning - 1 : conceptCount + meaning - firstFrame;
}

const traits = new Float64Array(traitCount);

/** What the second stage knows of a window and of the text around it. The array is reused from call to call. */
export function describeWindow(window: WindowScore, text: string, list: FeatureList): Float64Array {
  traits.fill(0);
  traits[offsets.scores] = window.logit;
  traits[offsets.scores + 1] = window.wide;
  traits[offsets.scores + 2] = window.narrow;
  traits[offsets.scores + 3] = window.mean;
  countSigns(window, text);
  countMeanings(window, list);
  countFrames(list);
  return traits;
}

function countSigns(window: WindowScore, text: string): void {
  const end = Math.min(text.length, window.end + 2);
  for (let index = window.start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    const sign = code < 128 ? (signOf[code] ?? 255) : signs.far;
    if (sign < signCount) traits[offsets.signs + sign] = (traits[offsets.signs + sign] ?? 0) + 1;
  }
}

function countMeanings(window: WindowScore, list: FeatureList): void {
  for (let token = window.firstToken; token < window.lastToken; token += 1) {
    const raw = list.meanings[token] ?? 0;
    const meaning = raw & (sentenceStart - 1);
    if (raw >= sentenceStart) {
      add(offsets.starts, 1);
      if (meaning !== 0) add(offsets.starts + (meaning < firstFrame ? 1 : 2), 1);
    }
    if (meaning === 0) continue;
    add(offsets.meanings + placeOf(meaning), 1);
    if (meaning < firstFrame) countPairs(list, { token, meaning, first: window.firstToken });
  }
}

function countPairs(
  list: FeatureList,
  { token, meaning, first }: { readonly token: number; readonly meaning: number; readonly first: number },
): void {
  for (let before = Math.max(first, token - reach); before < token; before += 1) {
    const other = (list.meanings[before] ?? 0) & (sentenceStart - 1);
    if (other === 0 || other >= firstFrame) continue;
    const place = pairPlaces.get(pairKey(other, meaning));
    if (place !== undefined) add(offsets.pairs + place, 1);
  }
}

/** Of the whole text: documentation about attacks shows more around an example than in it. */
function countFrames(list: FeatureList): void {
  for (let token = 0; token < list.tokens; token += 1) {
    const meaning = (list.meanings[token] ?? 0) & (sentenceStart - 1);
    if (meaning >= firstFrame) add(offsets.wholeFrames + meaning - firstFrame, 1);
  }
  for (let frame = 0; frame < frameCount; frame += 1)
    traits[offsets.wholeFrames + frame] = ((traits[offsets.wholeFrames + frame] ?? 0) * 100) / (list.tokens + 1);
}

function add(place: number, amount: number): void {
  traits[place] = (traits[place] ?? 0) + amount;
}
