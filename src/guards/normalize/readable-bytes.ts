/** Fewer letters are no message. */
const minLetters = 3;
const minReadableShare = 0.85;
const decoder = new TextDecoder();

function isControl(code: number): boolean {
  return code === 0xfffd || (code < 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09);
}

function isLetter(code: number): boolean {
  return ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code > 0xbf;
}

/** The text that bytes hold, if most of it is letters, digits and ordinary marks; otherwise they were no text. */
export function readableBytes(bytes: Uint8Array): string | undefined {
  const text = decoder.decode(bytes);
  let readable = 0;
  let letters = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isControl(code)) continue;
    readable += 1;
    if (isLetter(code)) letters += 1;
  }
  if (letters < minLetters || readable < text.length * minReadableShare) return undefined;
  return letters * 2 >= readable ? text : undefined;
}
