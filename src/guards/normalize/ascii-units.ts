const encoder = new TextEncoder();
/** Longer texts get a buffer of their own. */
const keptLength = 16_384;
const kept = new Uint8Array(keptLength);
/** Stands for every unit beyond ASCII. */
const beyond = 0xff;

/**
 * A text's UTF-16 units as bytes, for passes that only look at ASCII: reading a string unit by unit costs several times as
 * much. The bytes hold until the next call.
 */
export function asciiUnits(text: string): Uint8Array {
  const { length } = text;
  const bytes = length <= keptLength ? kept : new Uint8Array(length);
  const { read, written } = encoder.encodeInto(text, bytes);
  const isAscii = read === length && written === length;
  if (!isAscii) {
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      bytes[index] = code < 128 ? code : beyond;
    }
  }
  return bytes.subarray(0, length);
}
