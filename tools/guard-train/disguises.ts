import type { Disguise } from "./disguise.ts";
import type { RandomNumbers } from "./prng.ts";
import { laterDisguises } from "./later-disguises.ts";
import { unreadDisguises } from "./unread-disguises.ts";

const letters = "abcdefghijklmnopqrstuvwxyz";
const base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const spelling =
  "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu".split(
    " ",
  );
const upsideDown = "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz";
const keyboard = "qwertyuiop[asdfghjkl;zxcvbnm,";

const reversed = (text: string): string => Array.from(text).toReversed().join("");
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();
const bare = (text: string): string[] => words(text.replaceAll(/[^A-Za-z0-9\s]/g, ""));

function eachLetter(text: string, change: (letter: string, place: number) => string): string {
  return text.toLowerCase().replaceAll(/[a-z]/g, (letter) => change(letter, letters.indexOf(letter)));
}

/** Changes one inner letter of every word of six letters or more. */
function slips(change: (word: string, at: number, numbers: RandomNumbers) => string): Disguise["apply"] {
  return (text, numbers) =>
    text.replaceAll(/[A-Za-z]{6,}/g, (word) =>
      change(word, 1 + Math.floor(numbers.next() * (word.length - 3)), numbers),
    );
}

function base58(text: string): string {
  let number = BigInt(`0x${Buffer.from(text).toString("hex")}`);
  let written = "";
  for (; number > 0n; number /= 58n) written = (base58Alphabet[Number(number % 58n)] ?? "") + written;
  return written;
}

function ascii85(text: string): string {
  const bytes = Buffer.from(text);
  let written = "";
  for (let from = 0; from < bytes.length; from += 4) {
    const count = Math.min(4, bytes.length - from);
    let number = 0;
    for (let at = 0; at < 4; at += 1) number = number * 256 + (bytes[from + at] ?? 0);
    let group = "";
    for (let at = 0; at < 5; at += 1) {
      group = String.fromCharCode(33 + (number % 85)) + group;
      number = Math.floor(number / 85);
    }
    written += group.slice(0, count + 1);
  }
  return written;
}

function rot47(text: string): string {
  return text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(33 + ((character.charCodeAt(0) + 14) % 94)));
}

function pigLatin(word: string): string {
  const onset = /^[^aeiou]+/.exec(word)?.[0] ?? "";
  return onset === "" ? `${word}way` : `${word.slice(onset.length)}${onset}ay`;
}

function inTwoLines(text: string): string {
  const characters = Array.from(text);
  const line = (odd: number): string => characters.filter((_, index) => index % 2 === odd).join("");
  return `${line(0)}\n${line(1)}`;
}

function railFence(text: string, rails: number): string {
  const period = 2 * (rails - 1);
  const railOf = (index: number): number => Math.min(index % period, period - (index % period));
  const characters = Array.from(text);
  return Array.from({ length: rails }, (_, rail) => characters.filter((_character, index) => railOf(index) === rail))
    .flat()
    .join("");
}

function inColumns(text: string, columns: number): string {
  const characters = Array.from(text);
  return Array.from({ length: columns }, (_, column) =>
    characters.filter((_character, index) => index % columns === column),
  )
    .flat()
    .join("");
}

function eachWord(change: (word: string) => string): Disguise["apply"] {
  return (text) => text.replaceAll(/[A-Za-z]+/g, change);
}

export const disguises: readonly Disguise[] = [
  { name: "base64 backwards", isRead: true, apply: (text) => reversed(Buffer.from(text).toString("base64")) },
  {
    name: "base64 in lines of 38",
    isRead: true,
    apply: (text) => Buffer.from(text).toString("base64").replaceAll(/.{38}/g, "$&\n"),
  },
  { name: "ROT47", isRead: true, apply: rot47 },
  { name: "base58", isRead: true, apply: base58 },
  { name: "Ascii85", isRead: true, apply: ascii85 },
  { name: "words run together with capitals", isRead: true, apply: (text) => bare(text).map(capital).join("") },
  { name: "words run together", isRead: true, apply: (text) => bare(text).join("").toLowerCase() },
  { name: "hyphens between words", isRead: true, apply: (text) => bare(text).join("-") },
  { name: "underscores between words", isRead: true, apply: (text) => bare(text).join("_") },
  { name: "dots between words", isRead: true, apply: (text) => bare(text).join(".") },
  {
    name: "two letters swapped in long words",
    isRead: true,
    apply: slips((word, at) => word.slice(0, at) + reversed(word.slice(at, at + 2)) + word.slice(at + 2)),
  },
  {
    name: "a letter left out of long words",
    isRead: true,
    apply: slips((word, at) => word.slice(0, at) + word.slice(at + 1)),
  },
  {
    name: "a letter doubled in long words",
    isRead: true,
    apply: slips((word, at) => word.slice(0, at) + word.charAt(at) + word.slice(at)),
  },
  {
    name: "a letter replaced in long words",
    isRead: true,
    apply: slips((word, at, numbers) => word.slice(0, at) + numbers.pick(Array.from(letters)) + word.slice(at + 1)),
  },
  { name: "words in reverse order", isRead: true, apply: (text) => words(text).toReversed().join(" ") },
  { name: "vowels left out", isRead: true, apply: (text) => text.replaceAll(/[aeiou]/gi, "") },
  { name: "Pig Latin", isRead: true, apply: (text) => text.toLowerCase().replaceAll(/[a-z]+/g, pigLatin) },
  {
    name: "upside-down letters",
    isRead: true,
    apply: (text) => reversed(eachLetter(text, (_, place) => Array.from(upsideDown)[place] ?? "")),
  },
  {
    name: "phonetic alphabet",
    isRead: true,
    apply: (text) =>
      bare(text)
        .map((word) =>
          Array.from(word.toLowerCase(), (letter) => spelling[letters.indexOf(letter)] ?? letter).join(" "),
        )
        .join(" / "),
  },
  {
    name: "a key to the right on the keyboard",
    isRead: true,
    apply: (text) => eachLetter(text, (letter) => keyboard[keyboard.indexOf(letter) + 1] ?? letter),
  },
  { name: "every other letter in a second line", isRead: true, apply: inTwoLines },
  { name: "rail fence of three rows", isRead: true, apply: (text) => railFence(text, 3) },
  { name: "five columns, read one by one", isRead: true, apply: (text) => inColumns(text, 5) },
  { name: "neighbouring characters swapped", isRead: true, apply: (text) => text.replaceAll(/(.)(.)/gs, "$2$1") },
  {
    name: "letters of the alphabet swapped two by two",
    isRead: true,
    apply: (text) => eachLetter(text, (_, place) => letters.charAt(place ^ 1)),
  },
  {
    name: "letters as numbers from 1 to 26",
    isRead: true,
    apply: (text) =>
      bare(text)
        .map((word) => Array.from(word.toLowerCase(), (letter) => letters.indexOf(letter) + 1).join("-"))
        .join(" "),
  },
  {
    name: "every other word backwards",
    isRead: true,
    apply: (text) =>
      words(text)
        .map((word, index) => (index % 2 === 0 ? word : reversed(word)))
        .join(" "),
  },
  {
    name: "a space after every third letter",
    isRead: true,
    apply: (text) => text.replaceAll(/[A-Za-z]{3}(?=[A-Za-z])/g, "$& "),
  },
  {
    name: "letters in groups of five",
    isRead: true,
    apply: (text) => bare(text).join("").replaceAll(/.{5}/g, "$& "),
  },
  { name: "an x behind every vowel", isRead: true, apply: (text) => text.replaceAll(/[aeiou]/gi, "$&x") },
  { name: "ub before every vowel", isRead: true, apply: (text) => text.replaceAll(/[aeiou]+/gi, "ub$&") },
  {
    name: "first letter moved to the end of each word",
    isRead: true,
    apply: eachWord((word) => word.slice(1) + word.slice(0, 1)),
  },
  {
    name: "letters of each word in the order of the alphabet",
    isRead: true,
    apply: eachWord((word) => Array.from(word.toLowerCase()).toSorted().join("")),
  },
  { name: "every vowel an a", isRead: true, apply: (text) => text.replaceAll(/[aeiou]/gi, "a") },
  {
    name: "a letter before every word",
    isRead: true,
    apply: (text, numbers) => text.replaceAll(/[A-Za-z]+/g, (word) => numbers.pick(Array.from(letters)) + word),
  },
  ...laterDisguises,
  ...unreadDisguises,
  { name: "an emoji between words", isRead: false, apply: (text) => words(text).join(" 🌟 ") },
  { name: "slashes between words", isRead: true, apply: (text) => words(text).join("/") },
];
