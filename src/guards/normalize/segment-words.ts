import { hashStart, hashStep } from "../classifier/hash.ts";
import { conceptOfStem, conceptOfWord } from "../classifier/concept-table.ts";
import { isKnownWord } from "./vocabulary.ts";
import { mayBegin } from "./word-beginnings.ts";

const longestWord = 16;
/** Longer runs of letters are no sentence. */
const maxRun = 2000;
const shortestConcept = 4;

/** What a cut costs: few long words are likelier than many short ones, and a name likelier than its letters in words. */
const costs = { word: 1, shortWord: 1.5, unknownWord: 1.6, unknownLetter: 0.6 } as const;
const shortWord = 2;

const isStart = -1;
const isUnknown = -2;

function isWord(hash: number, length: number): boolean {
  if (isKnownWord(hash)) return true;
  return length >= shortestConcept && (conceptOfWord(hash) || conceptOfStem(hash)) > 0;
}

/** The cheapest way to cut a run, up to each of its letters (Viterbi, 1967). */
class Cuts {
  /** Where the last word begins, or that its letter belongs to an unknown one. */
  private readonly from: Int32Array;
  private readonly costs: Float64Array;
  private readonly run: string;

  constructor(run: string) {
    this.run = run;
    this.from = new Int32Array(run.length + 1).fill(isStart);
    this.costs = new Float64Array(run.length + 1).fill(Number.POSITIVE_INFINITY);
    this.costs[0] = 0;
    for (let start = 0; start < run.length; start += 1) this.readFrom(start);
  }

  private readFrom(start: number): void {
    const before = this.costs[start] ?? 0;
    const begins = this.from[start] === isUnknown ? 0 : costs.unknownWord;
    this.offer(start + 1, before + begins + costs.unknownLetter, isUnknown);
    const end = Math.min(this.run.length, start + longestWord);
    let hash = hashStart;
    for (let index = start; index < end; index += 1) {
      hash = hashStep(hash, this.run.charCodeAt(index) | 0x20);
      if (!mayBegin(hash)) return;
      const length = index - start + 1;
      if (length < shortWord || !isWord(hash, length)) continue;
      this.offer(index + 1, before + (length === shortWord ? costs.shortWord : costs.word), start);
    }
  }

  private offer(end: number, cost: number, from: number): void {
    if (cost >= (this.costs[end] ?? 0)) return;
    this.costs[end] = cost;
    this.from[end] = from;
  }

  words(): readonly string[] {
    const words: string[] = [];
    let end = this.run.length;
    while (end > 0) {
      let start = this.from[end] ?? 0;
      if (start === isUnknown) {
        start = end - 1;
        while (start > 0 && this.from[start] === isUnknown) start -= 1;
      }
      words.push(this.run.slice(start, end));
      end = start;
    }
    return words.toReversed();
  }
}

/** Cuts a run of letters into known words; what is unknown between them stays together. */
export function segmentWords(run: string): readonly string[] {
  return run.length > maxRun ? [run] : new Cuts(run).words();
}
