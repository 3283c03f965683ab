import { isScriptLetter, latinLookAlike } from "./look-alikes.ts";
import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

/** One character can decompose to many (U+FDFA to 18): a text may grow, but not without end. */
const maxGrowth = 4;
const nonAscii = /[^\x00-\x7f]/;

/** Says whether there is anything to fold: ASCII stays as it is. */
export function needsFolding(text: string): boolean {
  return nonAscii.test(text);
}

/** Characters that nobody sees: zero-width, bidi, soft hyphen, variation selectors, tags, fillers, other format controls. */
export function isInvisible(code: number): boolean {
  return (
    code === 0xad ||
    code === 0x34f ||
    code === 0x61c ||
    (code >= 0x115f && code <= 0x1160) ||
    (code >= 0x17b4 && code <= 0x17b5) ||
    (code >= 0x180b && code <= 0x180f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0x3164 ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    code === 0xffa0 ||
    (code >= 0xe0000 && code <= 0xe0fff)
  );
}

/** Marks that stand on a letter: accents, strokes, the towers of zalgo. */
function isCombining(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x483 && code <= 0x489) ||
    (code >= 0x1ab0 && code <= 0x1aff) ||
    (code >= 0x1dc0 && code <= 0x1dff) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0xfe20 && code <= 0xfe2f)
  );
}

function isAsciiLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** Latin with its accents, which come off; other scripts keep theirs (й is not и, が is not か). */
function foldedCharacter(character: string, code: number): string {
  if (code === 0x130) return "I";
  const compatible = character.normalize("NFKC");
  const first = compatible.charCodeAt(0);
  if (first < 0xc0 || (first >= 0x250 && first < 0x1e00) || first >= 0x1f00) return compatible;
  return compatible.normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "");
}

interface WordScripts {
  readonly hasLatin: boolean;
  readonly hasStranger: boolean;
}

/** A word ends at a space. What is in it decides whether its Cyrillic and Greek letters are meant as such. */
function scriptsOfWord(text: string, from: number): WordScripts & { readonly end: number } {
  let hasLatin = false;
  let hasStranger = false;
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x20 || code === 0x0a || code === 0x09) break;
    if (isAsciiLetter(code)) hasLatin = true;
    else if (isScriptLetter(code)) {
      if (latinLookAlike(code) === undefined) hasStranger = true;
    }
  }
  return { hasLatin, hasStranger, end: index };
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

/**
 * NFKC, without what is invisible, without combining marks and accents on Latin letters, and with look-alikes read as the
 * Latin letters they pass for, where they stand among such. Case stays.
 */
export function foldText(text: string): MappedText {
  const builder = new MappedTextBuilder(text.length, text.length * maxGrowth + 16);
  const mostlyLatin = isMostlyLatin(text);
  let word = { hasLatin: false, hasStranger: false, end: 0 };
  for (let index = 0; index < text.length;) {
    if (index >= word.end) word = scriptsOfWord(text, index + 1);
    const code = text.codePointAt(index) ?? 0;
    const length = code > 0xffff ? 2 : 1;
    if (index > 0 && isBreak(text.charCodeAt(index - 1))) word = scriptsOfWord(text, index);
    if (code < 0x80) builder.copy(text.charAt(index), index);
    else if (!isInvisible(code) && !isCombining(code)) {
      const readAsLatin = !isScriptLetter(code) || word.hasLatin || (mostlyLatin && !word.hasStranger);
      const alike = readAsLatin ? latinLookAlike(code) : undefined;
      builder.push(alike ?? foldedCharacter(text.slice(index, index + length), code), index, index + length);
    }
    index += length;
  }
  return builder.finish();
}

function isBreak(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09;
}
