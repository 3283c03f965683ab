import { isMeaningful } from "./is-meaningful.ts";
import { leet } from "./leet.ts";
import { nearWord, shortestNear } from "./near-words.ts";
import { segmentWords } from "./segment-words.ts";
import { unscrambledWord } from "./vocabulary.ts";
import { wordKinds } from "./word-kinds.ts";
import { wordOfSkeleton } from "./words-by-letters.ts";

const shortestRepaired = 4;
/** What is longer is no word, but may be many. */
export const longestWord = 40;
/** Shorter words are too easily another's letters: form, from. */
export const shortestScrambled = 5;
/** Shorter runs of letters are one word, known or not. */
export const shortestRunTogether = 20;

function unleet(written: string, one: string): string {
  let read = "";
  for (const character of written) read += character === "1" ? one : (leet[character] ?? character);
  return read;
}

/** A 1 is an i or an l. */
function meaningfulUnleet(bare: string, read: string): string | undefined {
  if (isMeaningful(read)) return read;
  const other = bare.includes("1") ? unleet(bare, "l") : read;
  return other !== read && isMeaningful(other) ? other : undefined;
}

/** Digits at a word's end are a number; in front of a letter they may be one themselves. */
const signInside = /[a-z][0-9@$]+[a-z]|[0-9@$][a-z]+[0-9@$]/;

/** The word that digits and signs among letters spell. */
function unleetedWord(bare: string): string | undefined {
  const read = unleet(bare, "i");
  const known = meaningfulUnleet(bare, read) ?? unscrambledWord(read);
  if (known !== undefined || bare.length > longestUnknown) return known;
  return signInside.test(bare) && isMostlyLetters(bare) ? read : undefined;
}

/** Longer runs of letters and digits are names of things. */
const longestUnknown = 14;

function isMostlyLetters(bare: string): boolean {
  return bare.replaceAll(/[^a-z]/g, "").length * 2 >= bare.length;
}

/** Of two letters any row of them can be left: aabbb. */
const shortestSingled = 3;
const everyLetterTwice = /^(?:(.)\1){2,20}$/;

/** Letters said twice or more, as in ignoooore; when every one is, the word need not be known. */
function singledWord(bare: string): string | undefined {
  if (everyLetterTwice.test(bare)) return bare.replaceAll(/(.)\1/g, "$1");
  const single = bare.replaceAll(/(.)\1+/g, "$1");
  return single !== bare && single.length >= shortestSingled && isMeaningful(single) ? single : undefined;
}

/** Where a capital letter or a number begins a word: IgnoreAllRulesIWrote10TimesAbove. */
const hump = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)/;
const fewestTogether = 4;

/** The letters of a word list that stand in known words of two letters or more. */
function meaningfulLetters(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (word.length > 1 && isMeaningful(word) ? word.length : 0), 0);
}

/** What is written without gaps, cut at capital letters, or into known words. */
function separatedWords(written: string, bare: string): string | undefined {
  const humps = written.split(hump).map((part) => part.toLowerCase());
  if (humps.length > 2 && written !== bare) {
    const isTelling = humps.length >= fewestTogether && meaningfulLetters(humps) * 3 >= bare.length;
    return isTelling ? humps.join(" ") : undefined;
  }
  const words = segmentWords(bare);
  return words.length >= fewestTogether && meaningfulLetters(words) * 2 >= bare.length ? words.join(" ") : undefined;
}

/** ignore-all-previous-instructions */
function areManyWords(parts: readonly string[], bare: string): boolean {
  return parts.length >= fewestTogether && meaningfulLetters(parts) * 10 >= bare.length * 6;
}

/** i-i-ignore, ig-ig-ignore */
function isStuttered(parts: readonly string[]): boolean {
  const word = parts.at(-1) ?? "";
  return parts.length > 1 && parts.slice(0, -1).every((part) => part.length < word.length && word.startsWith(part));
}

/** ig-nore, i.g.n.o.r.e: known as a whole, and in no part, as output_tokens is. */
function joinedWord(lower: string, bare: string): string | undefined {
  const parts = lower.split(joiners);
  if (isStuttered(parts)) return parts.at(-1);
  if (areManyWords(parts, bare)) return parts.join(" ");
  if (parts.some((part) => part.length >= shortestRepaired && isMeaningful(part))) return undefined;
  return isMeaningful(bare) ? bare : (unscrambledWord(bare) ?? nearWord(bare));
}

const lettersAndDigits = /^[a-z0-9]+$/;
const joiners = /[*._`~-]+/;
const everyJoiner = /[*._`~-]/g;

/** The word that a disguised one is meant to be read as; undefined when it is none. */
export function repairWord(written: string, kinds: number): string | undefined {
  const lower = written.toLowerCase();
  if (kinds === wordKinds.letter) return respelledWord(written, lower);
  const bare = lower.replaceAll(everyJoiner, "");
  if (lower.length >= shortestRunTogether && lettersAndDigits.test(lower)) {
    return separatedWords(written, lower) ?? unleetedWord(bare);
  }
  if ((kinds & wordKinds.sign) !== 0) {
    const parts = lower.split(joiners);
    if (areManyWords(parts, bare)) return parts.join(" ");
    // An address or a version may hold anything; a word that is spelled so is known.
    return (kinds & wordKinds.joiner) === 0 ? unleetedWord(bare) : meaningfulUnleet(bare, unleet(bare, "i"));
  }
  return bare.length < shortestRepaired ? undefined : joinedWord(lower, bare);
}

/** The cheap ways come first: most words end here without a repair. */
function respelledWord(written: string, lower: string): string | undefined {
  const { length } = lower;
  if (length > longestWord) return separatedWords(written, lower);
  const unscrambled = length < shortestScrambled ? undefined : unscrambledWord(lower);
  const near = unscrambled ?? (length < shortestNear - 1 ? undefined : nearWord(lower));
  if (near !== undefined) return near;
  if (!anyVowel.test(lower)) return wordOfSkeleton(lower) ?? singledWord(lower);
  if (length >= shortestRunTogether) return separatedWords(written, lower);
  return doubledLetters.test(lower) ? singledWord(lower) : undefined;
}

const anyVowel = /.[aeiou]/;
const doubledLetters = /(.)\1.*(.)\2|(.)\3\3/;
