import { isScriptLetter, latinLookAlike } from "./look-alikes.ts";
import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

/** What characters fold to, by code point, for those of their own script and for the others: filled as they are met. */
const memo = { foreign: new Map<number, string>(), other: new Map<number, string>() } as const;
/** A one for each UTF-16 unit that is known to stay as it is in every text. */
const stays = new Uint8Array(0x1_00_00);
/** More characters than this are not remembered: few texts use a thousand. */
const maxRemembered = 20_000;
/** One character can decompose to many (U+FDFA to 18): a text may grow, but not without end. */
const maxGrowth = 4;
const nonAscii = /[\u0080-\uffff]/;

/** Says whether there is anything to fold: ASCII stays as it is. */
export function needsFolding(text: string): boolean {
  return nonAscii.test(text);
}

type Range = readonly [first: number, last: number];

/** Characters that nobody sees: soft hyphen, fillers, zero-width, bidi, variation selectors, tags, format controls. */
const invisible: readonly Range[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe0fff],
];

/** Marks that stand on a letter: accents, strokes, the towers of zalgo. */
const combining: readonly Range[] = [
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe20, 0xfe2f],
];

function isIn(ranges: readonly Range[], code: number): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last);
}

function isAsciiLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** What a character folds to; undefined when it stays as it is. */
function foldedCharacter(code: number, isForeign: boolean): string | undefined {
  const known = isForeign ? memo.foreign : memo.other;
  const remembered = known.get(code);
  const folded = remembered ?? fold(code, isForeign);
  if (remembered === undefined && known.size < maxRemembered) known.set(code, folded);
  if (folded.codePointAt(0) !== code) return folded;
  if (code < stays.length && !isSurrogate(code) && !isScriptLetter(code)) stays[code] = 1;
  return undefined;
}

/** Half of a character: alone it stays, but not with the other half. */
function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** Nothing for what is invisible; Latin loses its accents, other scripts keep theirs (й is not и, が is not か). */
function fold(code: number, isForeign: boolean): string {
  if (isIn(invisible, code) || isIn(combining, code)) return "";
  const alike = isForeign ? undefined : latinLookAlike(code);
  if (alike !== undefined) return alike;
  // The one letter that gets longer in lower case.
  if (code === 0x130) return "I";
  const compatible = String.fromCodePoint(code).normalize("NFKC");
  return isAccentedLatin(compatible.charCodeAt(0)) ? withoutAccents(compatible) : compatible;
}

function isAccentedLatin(code: number): boolean {
  return (code >= 0xc0 && code < 0x250) || (code >= 0x1e00 && code < 0x1f00);
}

function withoutAccents(text: string): string {
  return text.normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "");
}

interface WordScripts {
  readonly hasLatin: boolean;
  /** Whether a letter in it passes for no Latin one: then it is a word of its own script. */
  readonly hasStranger: boolean;
  readonly end: number;
}

/** Words longer than this are judged by their beginning. */
const maxLookBack = 64;

/** What is in the word around a letter decides whether its Cyrillic and Greek letters are meant as such. */
function scriptsOfWord(text: string, at: number): WordScripts {
  let from = at;
  while (from > 0 && at - from < maxLookBack && !isBreak(text.charCodeAt(from - 1))) from -= 1;
  let hasLatin = false;
  let hasStranger = false;
  let end = from;
  for (; end < text.length && !isBreak(text.charCodeAt(end)); end += 1) {
    const code = text.charCodeAt(end);
    if (isAsciiLetter(code)) hasLatin = true;
    else if (isScriptLetter(code) && latinLookAlike(code) === undefined) hasStranger = true;
  }
  return { hasLatin, hasStranger, end };
}

function isMostlyLatin(text: string): boolean {
  let latin = 0;
  let other = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isAsciiLetter(code)) latin += 1;
    else if (isScriptLetter(code)) other += 1;
  }
  return latin > other;
}

/** Decides for one text which letters are meant as they stand. */
class ScriptReader {
  private readonly text: string;
  private word: WordScripts = { hasLatin: false, hasStranger: false, end: 0 };
  private mostlyLatin: boolean | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether the letter here belongs to its own script, and does not pass for a Latin one. */
  isForeign(code: number, index: number): boolean {
    if (!isScriptLetter(code)) return false;
    this.mostlyLatin ??= isMostlyLatin(this.text);
    if (index >= this.word.end) this.word = scriptsOfWord(this.text, index);
    return !this.word.hasLatin && (this.word.hasStranger || !this.mostlyLatin);
  }
}

/**
 * NFKC, without what is invisible, without combining marks and accents on Latin letters, and with look-alikes read as the
 * Latin letters they pass for, where they stand among such. Case stays.
 */
export function foldText(text: string): MappedText {
  const builder = new MappedTextBuilder(text.length * maxGrowth + 16);
  const scripts = new ScriptReader(text);
  let plainFrom = 0;
  let next = 0;
  for (let index = 0; index < text.length; index = next) {
    const unit = text.charCodeAt(index);
    next = index + 1;
    if (unit < 0x80 || stays[unit] === 1) continue;
    const code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) next += 1;
    const folded = foldedCharacter(code, scripts.isForeign(code, index));
    if (folded === undefined) continue;
    builder.copy(text.slice(plainFrom, index), plainFrom);
    builder.push(folded, index, next);
    plainFrom = next;
  }
  builder.copy(text.slice(plainFrom), plainFrom);
  return builder.finish();
}

function isBreak(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09;
}
