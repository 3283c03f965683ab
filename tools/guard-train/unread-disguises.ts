import type { Disguise } from "./disguise.ts";

const letters = "abcdefghijklmnopqrstuvwxyz";
const fillers = "The garden was quiet and the old dog slept by the open door".split(" ");
const separators = Array.from(".,;:!?/|+=");
/** As they sound: whoever reads them aloud understands. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/tion/g, "shun"],
  [/ph/g, "f"],
  [/c(?=[eiy])/g, "s"],
  [/ck|c(?!h)/g, "k"],
  [/qu/g, "kw"],
  [/x/g, "ks"],
  [/ee|ea/g, "i"],
  [/oo|ou/g, "u"],
  [/th/g, "d"],
  [/(?<=[a-z]{2})e\b/g, ""],
];

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");
const bare = (text: string): string[] => words(text.replaceAll(/[^A-Za-z0-9\s]/g, ""));
const reversed = (text: string): string => Array.from(text).toReversed().join("");
const placeOf = (letter: string): number => letters.indexOf(letter.toLowerCase());

function eachLetter(text: string, change: (place: number) => string): string {
  return text.replaceAll(/[A-Za-z]/g, (letter) => change(placeOf(letter)));
}

function progressive(text: string): string {
  let step = 0;
  return eachLetter(text, (place) => {
    step += 1;
    return letters.charAt((place + step) % letters.length);
  });
}

const ways: readonly Omit<Disguise, "isRead">[] = [
  {
    name: "every word twice",
    apply: (text) =>
      words(text)
        .map((word) => `${word} ${word}`)
        .join(" "),
  },
  {
    name: "every vowel the next one",
    apply: (text) => text.replaceAll(/[aeiou]/g, (vowel) => "aeiou".charAt(("aeiou".indexOf(vowel) + 1) % 5)),
  },
  {
    name: "the same word between all words",
    apply: (text) => words(text).join(" banana "),
  },
  {
    name: "words of a story between all words",
    apply: (text) =>
      words(text)
        .map((word, index) => `${word} ${fillers[index % fillers.length] ?? ""}`)
        .join(" "),
  },
  { name: "each letter moved one further than the last", apply: progressive },
  {
    name: "the second half first",
    apply: (text) => text.slice(Math.floor(text.length / 2)) + text.slice(0, Math.floor(text.length / 2)),
  },
  {
    name: "every word a member of a JSON object",
    apply: (text) => JSON.stringify(Object.fromEntries(words(text).map((word, index) => [`w${index}`, word]))),
  },
  {
    name: "spaces put in by chance",
    apply: (text, numbers) => text.replaceAll(/[A-Za-z]/g, (letter) => (numbers.next() < 0.3 ? `${letter} ` : letter)),
  },
  {
    name: "rows and columns of a square of letters",
    apply: (text) =>
      bare(text)
        .map((word) =>
          eachLetter(word.replaceAll(/j/gi, "i"), (place) => {
            const cell = place > 8 ? place - 1 : place;
            return `${Math.floor(cell / 5) + 1}${(cell % 5) + 1} `;
          }),
        )
        .join(" "),
  },
  {
    name: "five As and Bs for each letter",
    apply: (text) =>
      bare(text)
        .map((word) =>
          eachLetter(
            word,
            (place) => `${place.toString(2).padStart(5, "0").replaceAll("0", "A").replaceAll("1", "B")} `,
          ),
        )
        .join(" "),
  },
  {
    name: "every word and its reverse",
    apply: (text) =>
      words(text)
        .map((word) => `${word} ${reversed(word)}`)
        .join(" "),
  },
  {
    name: "words as they sound",
    apply: (text) => sounds.reduce((heard, [sound, written]) => heard.replaceAll(sound, written), text.toLowerCase()),
  },
  { name: "any mark for a space", apply: (text, numbers) => text.replaceAll(/\s+/g, () => numbers.pick(separators)) },
  {
    name: "quotes around every word",
    apply: (text) =>
      words(text)
        .map((word) => `"${word}"`)
        .join(" "),
  },
  { name: "brackets around every letter", apply: (text) => text.replaceAll(/[A-Za-z]/g, "[$&]") },
  { name: "words swapped two by two", apply: (text) => text.replaceAll(/(\S+)(\s+)(\S+)/g, "$3$2$1") },
];

/** Ways for which no reader was written: thought up after all readers, and kept apart from them. */
export const unreadDisguises: readonly Disguise[] = ways.map((way) => ({ ...way, isRead: false }));
