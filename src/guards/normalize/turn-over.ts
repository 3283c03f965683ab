import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

/** Letters drawn upside down, and what they are; some are other letters of the alphabet. */
const lines: readonly (readonly [turned: string, plain: string])[] = [
  ["ɐqɔpǝɟƃɥᴉɾʞꞁɯuodbɹsʇnʌʍxʎz", "abcdefghijklmnopqrstuvwxyz"],
  ["ıןʃɓ˙¿¡‾", "illg.?!_"],
  ["∀ƆᗡƎℲ⅁˥ԀᴚΛ⊥∩⅄", "ACDEFGLPRVTUY"],
];
const plainOf = new Map<string, string>(
  lines.flatMap(([turned, plain]) => {
    const letters = Array.from(plain);
    return Array.from(turned, (character, index): [string, string] => [character, letters[index] ?? ""]);
  }),
);
/** Letters that are nothing but others upside down, or sounds in a dictionary. */
const turnedLetters = /[ɐǝɟƃɥᴉɾʞɯɹʇʌʍʎ]/g;
const fewestTurned = 4;
/** In a turned text about half of the letters are such; in a text with a pronunciation in it, few. */
const charactersPerTurned = 6;

/** The text of a page that was turned upside down: its last letter first. Undefined when it does not look like one. */
export function turnOver(text: string): MappedText | undefined {
  const turned = text.match(turnedLetters)?.length ?? 0;
  if (turned < fewestTurned || turned * charactersPerTurned < text.length) return undefined;
  const builder = new MappedTextBuilder(text.length);
  let end = text.length;
  for (const character of Array.from(text).toReversed()) {
    const start = end - character.length;
    builder.push(plainOf.get(character) ?? character, start, end);
    end = start;
  }
  return builder.finish();
}
