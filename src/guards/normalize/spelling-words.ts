/** The phonetic alphabet of radio operators (ITU Radio Regulations, appendix 14), with the spellings that people use. */
const words =
  "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu";
const otherSpellings = { alfa: "a", juliett: "j", whisky: "w" } as const;

/** Places in the alphabet. */
const places =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six";

const letters = new Map<string, string>([
  ...places.split(" ").map((word, index) => [word, String.fromCharCode(0x61 + index)] as const),
  ...words.split(" ").map((word) => [word, word.charAt(0)] as const),
  ...Object.entries(otherSpellings),
]);

export const spellingWords: readonly string[] = [...letters.keys()];

/** The letter that a word in lower case stands for when somebody spells. */
export function letterOfSpellingWord(word: string): string | undefined {
  return letters.get(word);
}
