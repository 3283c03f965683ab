/** What each ASCII character is meant as. */
export type Key = Uint8Array;

const letters = "abcdefghijklmnopqrstuvwxyz";

function keyOf(written: string, meant: string): Key {
  const key = Uint8Array.from({ length: 128 }, (_, code) => code);
  for (let index = 0; index < written.length; index += 1) {
    const from = written.charCodeAt(index);
    const to = meant.charCodeAt(index);
    key[from] = to;
    if (written.charAt(index) !== written.charAt(index).toUpperCase()) key[from - 32] = to - 32;
  }
  return key;
}

const rows = "qwertyuiop[asdfghjkl;zxcvbnm,";
const upperRows = "1234567890qwertyuiopasdfghjkl;";
const lowerRows = "qwertyuiopasdfghjkl;zxcvbnm,./";
const dvorak = "',.pyfgcrlaoeuidhtns;qjkxbmwvz";
const colemak = "qwfpgjluy;arstdhneiozxcvbkm";
const azerty = "azertyuiopqsdfghjklmwxcvbn";
const qwerty = {
  forDvorak: "qwertyuiopasdfghjkl;zxcvbnm,./",
  forColemak: "qwertyuiopasdfghjkl;zxcvbnm",
  forAzerty: "qwertyuiopasdfghjkl;zxcvbn",
};

function shifted(by: number): string {
  return letters.slice(by) + letters.slice(0, by);
}

/** Letters that change places two by two: a and b, c and d. */
const paired = Array.from(letters, (_, index) => letters.charAt(index ^ 1)).join("");
const mirrored = Array.from(letters).toReversed().join("");

/** The alphabets that people write in by a rule: moved, mirrored, in pairs, or by hands on the wrong keys. */
export const substitutionKeys: readonly Key[] = [
  ...Array.from({ length: 25 }, (_, index) => keyOf(letters, shifted(index + 1))),
  keyOf(letters, mirrored),
  keyOf(letters, paired),
  keyOf(rows.slice(1), rows.slice(0, -1)),
  keyOf(rows.slice(0, -1), rows.slice(1)),
  keyOf(upperRows, lowerRows),
  keyOf(lowerRows, upperRows),
  keyOf(dvorak, qwerty.forDvorak),
  keyOf(qwerty.forDvorak, dvorak),
  keyOf(colemak, qwerty.forColemak),
  keyOf(qwerty.forColemak, colemak),
  keyOf(azerty, qwerty.forAzerty),
  keyOf(qwerty.forAzerty, azerty),
];
