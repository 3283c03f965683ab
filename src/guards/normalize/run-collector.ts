import type { Run } from "./run.ts";

/** What runs without spaces look like: encoded bytes, or lists of short numbers. */
export interface SniffedRuns {
  readonly base64: readonly Run[];
  readonly base32: readonly Run[];
  readonly hex: readonly Run[];
  /** The most short groups in a row: two hexadecimal digits, eight binary ones, two or three decimal ones. */
  readonly hexPairs: number;
  readonly binaryGroups: number;
  readonly decimalGroups: number;
}

/** Twelve bytes: shorter runs are words. */
const shortestRun = 16;
/** A text with more such runs is data, not a message. */
const maxRuns = 64;
/** In encoded text the case changes, or letters and digits, at every third character or so; in words it hardly does. */
const charactersPerChange = 5;
/** Between the groups of one list stand no more characters than these: `, 0x`. */
const widestGap = 5;

const upper = 1;
const lower = 2;
const digit = 4;
const other = 8;
const kindOf = new Uint8Array(256);
for (let code = 0x41; code <= 0x5a; code += 1) kindOf[code] = upper;
for (let code = 0x61; code <= 0x7a; code += 1) kindOf[code] = lower;
for (let code = 0x30; code <= 0x39; code += 1) kindOf[code] = digit;
for (const character of "+/_-") kindOf[character.charCodeAt(0)] = other;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** No run is open. */
const none = -1;

function isLineBreak(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  return bytes[end - 1] === lineFeed && (length === 1 || (length === 2 && bytes[start] === carriageReturn));
}

function isHex(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const code = bytes[index] ?? 0;
    const isDigit = code >= 0x30 && code <= 0x39;
    if (!isDigit && ((code | 0x20) < 0x61 || (code | 0x20) > 0x66)) return false;
  }
  return true;
}

/** Which kinds of character a run has, and how often the kind changes. */
function kindsIn(bytes: Uint8Array, { start, end }: Run): { readonly kinds: number; readonly changes: number } {
  let kinds = 0;
  let changes = 0;
  let last = 0;
  for (let index = start; index < end; index += 1) {
    const kind = kindOf[bytes[index] ?? 0] ?? 0;
    if (kind !== last) changes += 1;
    kinds |= kind;
    last = kind;
  }
  return { kinds, changes };
}

/** Finds the runs that are worth decoding, while a text is read. */
export class RunCollector {
  private readonly bytes: Uint8Array;
  private readonly base64: Run[] = [];
  private readonly base32: Run[] = [];
  private readonly hex: Run[] = [];
  private readonly most = { hexPairs: 0, binaryGroups: 0, decimalGroups: 0 };
  private readonly row = { hexPairs: 0, binaryGroups: 0, decimalGroups: 0 };
  private lastEnd = 0;
  private start = none;
  /** Of the open run: whether there are signs in it, and whether letters. */
  private hasOther = false;
  private hasLetters = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Letters in a row, from here on. */
  addLetters(start: number): void {
    if (this.start === none) this.start = start;
    this.hasLetters = true;
  }

  /** A character that is no letter. */
  addSign(index: number): void {
    const kind = kindOf[this.bytes[index] ?? 0] ?? 0;
    if (kind === 0) this.close(index);
    else {
      if (this.start === none) this.start = index;
      if (kind === other) this.hasOther = true;
    }
  }

  finish(): SniffedRuns {
    this.close(this.bytes.length);
    const { base64, base32, hex, most } = this;
    return { base64, base32, hex, ...most };
  }

  private close(end: number): void {
    const { start } = this;
    if (start === none) return;
    if (end - start >= shortestRun) this.addLong({ start, end });
    else if (!this.hasOther) this.addGroup(start, end);
    this.start = none;
    this.hasOther = this.hasLetters = false;
  }

  private addLong(run: Run): void {
    if (this.base64.length + this.base32.length + this.hex.length >= maxRuns) return;
    const { kinds, changes } = kindsIn(this.bytes, run);
    if ((kinds & other) === 0 && isHex(this.bytes, run.start, run.end)) this.hex.push(run);
    else if (kinds === upper || kinds === (upper | digit)) this.base32.push(run);
    const isMixed = (kinds & upper) !== 0 && (kinds & lower) !== 0;
    if (isMixed && changes * charactersPerChange >= run.end - run.start) this.addBase64(run);
  }

  /** Encoded texts are often broken into lines. */
  private addBase64(run: Run): void {
    const last = this.base64.at(-1);
    const follows = last !== undefined && isLineBreak(this.bytes, last.end, run.start);
    if (follows) this.base64.splice(-1, 1, { start: last.start, end: run.end });
    else this.base64.push(run);
  }

  /** A short run. Most are words, and end every row. */
  private addGroup(start: number, end: number): void {
    const { row, bytes } = this;
    const isFar = start - this.lastEnd > widestGap;
    this.lastEnd = end;
    if (isFar) row.hexPairs = row.binaryGroups = row.decimalGroups = 0;
    const length = end - start;
    const isNumber = !this.hasLetters;
    // 0x69 and x69 (after a backslash) are groups too.
    row.hexPairs = length <= 4 && isHex(bytes, Math.max(start, end - 2), end) ? row.hexPairs + 1 : 0;
    row.binaryGroups = length === 8 && isNumber ? row.binaryGroups + 1 : 0;
    row.decimalGroups = length <= 3 && isNumber ? row.decimalGroups + 1 : 0;
    this.keepMost();
  }

  private keepMost(): void {
    const { row, most } = this;
    if (row.hexPairs > most.hexPairs) most.hexPairs = row.hexPairs;
    if (row.binaryGroups > most.binaryGroups) most.binaryGroups = row.binaryGroups;
    if (row.decimalGroups > most.decimalGroups) most.decimalGroups = row.decimalGroups;
  }
}
