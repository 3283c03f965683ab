/** What a UTF-16 unit is to the tokeniser. */
export const classes = { space: 0, letter: 1, mark: 2, ideograph: 3 } as const;

const ascii = new Uint8Array(128);
for (let code = 33; code < 127; code += 1) ascii[code] = classes.mark;
for (let code = 48; code < 58; code += 1) ascii[code] = classes.letter;
for (let code = 65; code < 91; code += 1) ascii[code] = classes.letter;
for (let code = 97; code < 123; code += 1) ascii[code] = classes.letter;
// Inside a word it joins rather than parts: don't.
ascii[0x27] = classes.letter;
ascii[0x0a] = classes.mark;

/** Space, letter, mark or ideograph. Rough on purpose: it only has to be the same when training and when screening. */
export function characterClass(code: number): number {
  if (code < 128) return ascii[code] ?? classes.space;
  if (code < 0xc0) return classes.space;
  if (code >= 0x3040 && code <= 0x9fff) return classes.ideograph;
  if (code >= 0x2000 && code < 0x3040) return code < 0x2010 ? classes.space : classes.mark;
  // Halves of emoji and the like part nothing: what stands around them is read on.
  if (code >= 0xd800 && code <= 0xf8ff) return classes.space;
  if (code >= 0xff00) return classes.mark;
  return classes.letter;
}
