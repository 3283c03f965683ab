import type { Disguise } from "./disguise.ts";

const letters = "abcdefghijklmnopqrstuvwxyz";
const rows = ["1234567890", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./"] as const;
const numberWords =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six".split(
    " ",
  );
const base62Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const marks = Array.from(".,;:!?*#~^");
const fillers = "The garden was quiet and the old dog slept by the open door".split(" ");

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");
const bare = (text: string): string[] => words(text.replaceAll(/[^A-Za-z0-9\s]/g, ""));

function eachLetter(text: string, change: (letter: string, place: number) => string): string {
  return text.replaceAll(/[A-Za-z]/g, (letter) => change(letter.toLowerCase(), letters.indexOf(letter.toLowerCase())));
}

function aRowUp(letter: string): string {
  const row = rows.findIndex((keys) => keys.includes(letter));
  return rows[row - 1]?.charAt(rows[row]?.indexOf(letter) ?? 0) ?? letter;
}

function base62(text: string): string {
  let number = BigInt(`0x${Buffer.from(text).toString("hex")}`);
  let written = "";
  for (; number > 0n; number /= 62n) written = (base62Alphabet[Number(number % 62n)] ?? "") + written;
  return written;
}

const ways: readonly Omit<Disguise, "isRead">[] = [
  {
    name: "a mark in the middle of every word",
    apply: (text, numbers) =>
      text.replaceAll(/[A-Za-z]{3,}/g, (word) => {
        const at = 1 + Math.floor(numbers.next() * (word.length - 1));
        return word.slice(0, at) + numbers.pick(marks) + word.slice(at);
      }),
  },
  { name: "a row up on the keyboard", apply: (text) => eachLetter(text, aRowUp) },
  {
    name: "every ten characters backwards",
    apply: (text) => text.replaceAll(/.{1,10}/gs, (block) => Array.from(block).toReversed().join("")),
  },
  {
    name: "pieces of four characters in variables",
    apply: (text) =>
      (text.replaceAll(/["\n]/g, " ").match(/.{1,4}/g) ?? [])
        .map((piece, index) => `s${index} = "${piece}"`)
        .join("; "),
  },
  {
    name: "a numbered line for every word",
    apply: (text) =>
      words(text)
        .map((word, index) => `${index + 1}. ${word}`)
        .join("\n"),
  },
  {
    name: "a stutter at every word",
    apply: (text) => text.replaceAll(/[A-Za-z]{2,}/g, (word) => `${word.charAt(0)}-${word.charAt(0)}-${word}`),
  },
  {
    name: "every third character of no meaning",
    apply: (text, numbers) => text.replaceAll(/../gs, (pair) => pair + numbers.pick(Array.from(letters))),
  },
  {
    name: "numbers of letters in words",
    apply: (text) =>
      bare(text)
        .map((word) => eachLetter(word, (_, place) => `${numberWords[place] ?? ""} `))
        .join("/ "),
  },
  { name: "base62", apply: base62 },
  {
    name: "every letter the first of a line",
    apply: (text, numbers) =>
      Array.from(
        bare(text).join("").toLowerCase(),
        (letter) => `${letter}${numbers.pick(["ll", "ove", "ine", "ay"])} ${numbers.pick(fillers)}`,
      ).join("\n"),
  },
  {
    name: "two letters moved to the end of each word",
    apply: (text) => text.replaceAll(/[A-Za-z]{3,}/g, (word) => word.slice(2) + word.slice(0, 2)),
  },
  { name: "lines of twelve characters", apply: (text) => text.replaceAll(/.{12}/g, "$&\n") },
  {
    name: "a number behind every word",
    apply: (text) =>
      words(text)
        .map((word, index) => `${word}${index + 1}`)
        .join(" "),
  },
];

/** Ways that were thought up when the first readers were done, and for which readers were written then. */
export const laterDisguises: readonly Disguise[] = ways.map((way) => ({ ...way, isRead: true }));
