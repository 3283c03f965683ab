import { latin1 } from "./latin1.ts";

const decoder = new TextDecoder();
const aboveAscii = /[\u0080-\uffff]/;

/** Unit to byte, for whichever one-byte reading this runtime has. */
const byteOfUnit: ReadonlyMap<number, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [latin1(Uint8Array.of(byte)).charCodeAt(0), byte]),
);

/** The text whose UTF-8 bytes `latin1` read as `text`. Bytes that are not UTF-8 become U+FFFD. */
export function utf8FromLatin1(text: string): string {
  if (!aboveAscii.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes[index] = unit < 0x80 ? unit : (byteOfUnit.get(unit) ?? 0x3f);
  }
  return decoder.decode(bytes);
}
