type Latin1Slice = (this: Uint8Array, start?: number, end?: number) => string;

/** Node's own method of making a one-byte string: a copy without decoding, where a `TextDecoder` costs several times more. */
function findLatin1Slice(): Latin1Slice | undefined {
  const buffer: unknown = Reflect.get(globalThis, "Buffer");
  if (typeof buffer !== "function") return undefined;
  const prototype: unknown = Reflect.get(buffer, "prototype");
  if (typeof prototype !== "object" || prototype === null) return undefined;
  const slice: unknown = Reflect.get(prototype, "latin1Slice");
  return isLatin1Slice(slice) ? slice : undefined;
}

/** Node documents `buffer.latin1Slice` by its behaviour; it takes any Uint8Array as `this`. */
function isLatin1Slice(value: unknown): value is Latin1Slice {
  return typeof value === "function";
}

const nativeSlice = findLatin1Slice();

/** "latin1" is windows-1252 to the web: other characters above 0x7F, but always one UTF-16 unit for one byte. */
const decoder = new TextDecoder("latin1");

/**
 * The bytes as a string of the same length, so that an index into the string is an index into the bytes. ASCII reads as
 * itself; what the other units mean is not defined: turn them back with `utf8FromLatin1`.
 */
export function latin1(bytes: Uint8Array): string {
  // Both ends are named because workerd's method, unlike Node's, has no defaults for them.
  return nativeSlice === undefined ? decoder.decode(bytes) : nativeSlice.call(bytes, 0, bytes.byteLength);
}
