/** Letters that pass for Latin ones and that NFKC leaves alone: what is drawn, then what it passes for. */
const pairs: readonly (readonly [string, string])[] = [
  // Cyrillic
  ["аАвВеЕёЁіІїЇјЈкКмМнНоОрРсСтТуУхХѕЅԁԛԝһҺӏӀГгьЬпПЗз", "aAbBeEeEiIiIjJkKmMhHoOpPcCtTyYxXsSdqwhHlIrrbBnn33"],
  // Greek
  ["αΑβΒγεΕζΖηΗικΙΚλμΜνΝοΟπρΡσςτΤυΥχΧω", "aAbByeEzZnHikIKluMvNoOnpPssttuYxXw"],
  // Armenian and Cherokee
  ["օսհոցԱՏᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᎾᏢᎡᏚᎢᏙᎳᎩᏃ", "ouhngUSABCDEHJKLMOPRSTVWYZ"],
  // Small capitals and phonetic letters
  ["ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡɩıȷɾʋɯ", "abcdefghijklmnoprstuvwyzagiijrvm"],
  // Latin letters with strokes, hooks and tails
  ["łŁøØđĐħĦŧŦƀɓɗƒɠɦƙɱɲɳƥʠɽʂƭʈʉʐƶßɛɜɔəŋþ", "lLoOdDhHtTbbdfghkmnnpqrsttuzzseeoengp"],
];

const table = new Map<number, string>();
for (const [drawn, meant] of pairs) {
  const letters = Array.from(meant);
  for (const [index, letter] of Array.from(drawn).entries())
    table.set(letter.codePointAt(0) ?? 0, letters[index] ?? "");
}

/** Runs of letters in the order of the alphabet that NFKC does not fold: negative circled, negative squared, regional. */
const alphabets: readonly number[] = [0x1f150, 0x1f170, 0x1f1e6];
for (const first of alphabets) {
  for (let index = 0; index < 26; index += 1) table.set(first + index, String.fromCharCode(0x61 + index));
}

/** Braille cells for a to z. */
const braille = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵";
for (const [index, cell] of Array.from(braille).entries()) {
  table.set(cell.codePointAt(0) ?? 0, String.fromCharCode(0x61 + index));
}
table.set(0x2800, " ");

/** The Latin letter that a character passes for, or undefined. */
export function latinLookAlike(codePoint: number): string | undefined {
  return table.get(codePoint);
}

/** Letters of a living script, which mean themselves unless Latin ones stand beside them. */
export function isScriptLetter(codePoint: number): boolean {
  return codePoint >= 0x370 && codePoint < 0x590;
}
