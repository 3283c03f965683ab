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

/** What names in code and other odd words are meant as: a text has the same ones many times over. Undefined: as they are. */
const meanings = new Map<string, string | undefined>();
const maxMeanings = 8192;
const longestRemembered = 64;

/** The word that a written one is meant to be read as; undefined when it is meant as it stands. */
function meantWord(text: string, odd: OddWord): string | undefined {
  const written = text.slice(odd.start, odd.end);
  const remembered = meanings.get(written);
  if (remembered !== undefined || meanings.has(written)) return remembered;
  const word = isOrdinaryWord(text, odd) ? undefined : repairWord(written, odd.kinds);
  const isOrdinary = word === undefined && odd.kinds === wordKinds.letter && rememberOrdinary(written);
  if (!isOrdinary && written.length <= longestRemembered) rememberMeaning(written, word);
  return word;
}

function rememberMeaning(written: string, word: string | undefined): void {
  if (meanings.size === maxMeanings) meanings.clear();
  meanings.set(copyOf(written), word === undefined ? undefined : copyOf(word));
}

/** A slice would keep alive the whole text that it was cut out of. */
function copyOf(word: string): string {
  return String.fromCharCode(...Array.from(word, (character) => character.charCodeAt(0)));
}

function findRepairs(text: string, oddWords: readonly OddWord[]): readonly Repair[] {
  const repairs: Repair[] = [];
  for (const odd of oddWords) {
    const word = meantWord(text, odd);
    if (word !== undefined) repairs.push({ ...odd, word });
    if (repairs.length === maxRepairs) break;
  }
  return repairs;
}

/** A long word is not another's neighbour by chance. */
const shortestCertain = 8;

/** Words run together are many in one, and nobody writes a 3 for an e without meaning to. */
function isTelling({ word, kinds }: Repair): boolean {
  if (word.includes(" ") || word.length >= shortestCertain) return true;
  return (kinds & wordKinds.sign) !== 0 && word.length > shortestScrambled;
}

/** Without what stands alone, unless it is telling. */
function worthReading(repairs: readonly Repair[]): readonly Repair[] {
  return repairs.filter((repair, index) => {
    const last = repairs[index - 1]?.end ?? Number.NEGATIVE_INFINITY;
    const next = repairs[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    return repair.start - last <= neighbourhood || next - repair.end <= neighbourhood || isTelling(repair);
  });
}

function decode(text: string, { oddWords }: Suspicion): MappedText | undefined {
  const repairs = worthReading(findRepairs(text, oddWords));
  if (repairs.length === 0) return undefined;
  const builder = new MappedTextBuilder(text.length * 2);
  let done = 0;
  for (const [index, { start, end, word }] of repairs.entries()) {
    const from = Math.max(done, start - neighbourhood);
    // What lies between two neighbourhoods is left out; a line keeps them apart.
    if (from > done && builder.length > 0) builder.push("\n", from, from);
    builder.copy(text.slice(from, start), from);
    builder.push(word, start, end);
    done = Math.min(text.length, end + neighbourhood, repairs[index + 1]?.start ?? text.length);
    builder.copy(text.slice(end, done), end);
  }
  return builder.finish();
}

/** Digits for letters, letters mixed up, doubled or cut apart inside words, and words run together. */
export const repaired: Decoder = {
  id: "repaired",
  nests: false,
  suspects: ({ oddWords }) => oddWords.length > 0,
  decode,
};
