import type { Decoder, Suspicion } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { isOrdinaryWord } from "../is-ordinary-word.ts";
import { repairWord, shortestScrambled } from "../repair-word.ts";
import { rememberOrdinary } from "../ordinary-words.ts";
import type { OddWord } from "../sniff-words.ts";
import { wordKinds } from "../word-kinds.ts";

interface Repair extends OddWord {
  /** As it is meant to be read. */
  readonly word: string;
}

/** More disguised words than this are read as the first so many. */
const maxRepairs = 512;
/** One odd word is a typo or a name; two this close are a disguise. The words around them are read with them. */
const neighbourhood = 160;

function findRepairs(text: string, oddWords: readonly OddWord[]): readonly Repair[] {
  const repairs: Repair[] = [];
  for (const odd of oddWords) {
    const { start, end, kinds } = odd;
    const word = isOrdinaryWord(text, odd) ? undefined : repairWord(text.slice(start, end), kinds);
    if (word !== undefined) repairs.push({ start, end, word, kinds });
    else if (kinds === wordKinds.letter) rememberOrdinary(text.slice(start, end));
    if (repairs.length === maxRepairs) break;
  }
  return repairs;
}

/** Words run together are many in one, and nobody writes a 3 for an e without meaning to. */
function isTelling({ word, kinds }: Repair): boolean {
  return word.includes(" ") || ((kinds & wordKinds.sign) !== 0 && word.length > shortestScrambled);
}

function decode(text: string, { oddWords }: Suspicion): MappedText | undefined {
  const repairs = findRepairs(text, oddWords);
  if (repairs.length === 0) return undefined;
  const builder = new MappedTextBuilder(256, text.length * 2);
  let done = 0;
  for (const [index, repair] of repairs.entries()) {
    const last = repairs[index - 1]?.end ?? Number.NEGATIVE_INFINITY;
    const next = repairs[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    const isAlone = repair.start - last > neighbourhood && next - repair.end > neighbourhood;
    if (isAlone && !isTelling(repair)) continue;
    const from = Math.max(done, repair.start - neighbourhood);
    // What lies between two neighbourhoods is left out; a line keeps them apart.
    if (from > done && builder.length > 0) builder.push("\n", from, from);
    builder.copy(text.slice(from, repair.start), from);
    builder.push(repair.word, repair.start, repair.end);
    done = repair.end;
    const upTo = Math.min(text.length, done + neighbourhood, next);
    builder.copy(text.slice(done, upTo), done);
    done = upTo;
  }
  return builder.length === 0 ? undefined : builder.finish();
}

/** Digits for letters, letters mixed up, doubled or cut apart inside words, and words run together. */
export const repaired: Decoder = {
  id: "repaired",
  nests: false,
  suspects: ({ oddWords }) => oddWords.length > 0,
  decode,
};
