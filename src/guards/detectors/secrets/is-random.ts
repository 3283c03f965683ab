/** Bits a character of `text` carries, judged by how often its characters occur (Shannon, 1948). */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** A stand-in (`xxxxxxxx`, `your-key-here-here`) has fewer different characters than a key made by chance. */
export function isRandom(text: string, minBits: number): boolean {
  return bitsPerCharacter(text) >= minBits;
}
