import { leet } from "./leet.ts";

/** What the characters of a disguised word are, as bits. */
export const wordKinds = { letter: 1, sign: 2, joiner: 4 } as const;

const kindOf = new Uint8Array(256);
for (let code = 0x61; code <= 0x7a; code += 1) kindOf[code] = kindOf[code - 32] = wordKinds.letter;
for (const character of Object.keys(leet)) {
  if (character.charCodeAt(0) < 128) kindOf[character.charCodeAt(0)] = wordKinds.sign;
}
for (const character of "*._`~-") kindOf[character.charCodeAt(0)] = wordKinds.joiner;

/** The kind of an ASCII character; 0 for what stands in no word. */
export function wordKindOf(code: number): number {
  return kindOf[code] ?? 0;
}
