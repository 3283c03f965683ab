const defaultDimensions = 8;
const maxDimensions = 4_096;
const bytesPerNumber = 4;

/** A unit vector that depends on the text alone: alike texts are no closer than others, but equal ones are equal. */
export function echoVector(text: string, dimensions: unknown): readonly number[] {
  const wanted = typeof dimensions === "number" && Number.isInteger(dimensions) ? dimensions : defaultDimensions;
  const length = Math.min(Math.max(wanted, 1), maxDimensions);
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  const numbers = Array.from({ length }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (state >> 8) / 2 ** 23;
  });
  const norm = Math.hypot(...numbers) || 1;
  return numbers.map((number) => Math.fround(number / norm));
}

/** Little-endian 32-bit floats as base64, the form in which OpenAI's SDKs ask for embeddings. */
export function vectorAsBase64(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(vector.length * bytesPerNumber));
  vector.forEach((number, index) => view.setFloat32(index * bytesPerNumber, number, true));
  return btoa(Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte)).join(""));
}
