import { BoundedMemo } from "../../../lib/bounded-memo.ts";
import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import type { OddWord } from "../odd-word.ts";
import { repairWord, shortestScrambled } from "../repair-word.ts";
import type { Sniffed } from "../sniff-text.ts";
import { ordinaryWords, tellingWords } from "../vocabulary.ts";
import { wordKinds } from "../word-kinds.ts";

interface Repair extends OddWord {
  /** As it is meant to be read. */
  readonly word: string;
}

/** More disguised words than this are read as the first so many. */
const maxRepairs = 512;
/** One odd word is a typo or a name; two this close are a disguise. The words around them are read with them. */
const neighbourhood = 160;

/** Longer words are rarely the same. */
const longestRemembered = 64;
/** What names in code and other odd words are meant as: a text has the same ones many times over. Nothing: as they are. */
const meanings = new BoundedMemo<string>(8192);
/** From this length on V8 makes no copy of a part of a text, and a part that is kept would keep the whole. */
const shortestShared = 13;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A word of ASCII characters, apart from the text that it stands in. */
function wordAt(text: string, start: number, end: number): string {
  const word = text.slice(start, end);
  return word.length < shortestShared ? word : decoder.decode(encoder.encode(word));
}

/** The word that a written one is meant to be read as; undefined when it is meant as it stands. */
function meantWord(text: string, { start, end, kinds }: OddWord): string | undefined {
  if (end - start > longestRemembered) return repairWord(text.slice(start, end), kinds);
  const written = wordAt(text, start, end);
  const remembered = meanings.get(written);
  if (remembered !== undefined) return remembered === "" ? undefined : remembered;
  const word = repairWord(written, kinds);
  meanings.set(written, word ?? "");
  return word;
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

/** A long word that tells is not another's neighbour by chance; one that only is frequent may well be. */
const shortestCertain = 8;
const certainWords = new Set([...tellingWords, ...ordinaryWords].filter((word) => word.length >= shortestCertain));

/** Words run together are many in one, and nobody writes a 3 for an e without meaning to. */
function isTelling({ word, kinds }: Repair): boolean {
  if (word.includes(" ") || certainWords.has(word)) return true;
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

function decode(text: string, { oddWords }: Sniffed): MappedText | undefined {
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
