const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A UUID version 7 (RFC 9562, section 5.7) of a time in milliseconds and ten random bytes, of which 74 bits are used. */
export function uuidV7(atMs: number, random: Uint8Array, offset = 0): string {
  const high = Math.floor(atMs / 0x1_0000);
  const low = atMs % 0x1_0000;
  const time = high.toString(16).padStart(8, "0");
  const version = 0x70 | ((random[offset] ?? 0) & 0x0f);
  const variant = 0x80 | ((random[offset + 2] ?? 0) & 0x3f);
  let tail = "";
  for (let at = 4; at < 10; at += 1) tail += hex[random[offset + at] ?? 0];
  return `${time}-${low.toString(16).padStart(4, "0")}-${hex[version]}${hex[random[offset + 1] ?? 0]}-${hex[variant]}${hex[random[offset + 3] ?? 0]}-${tail}`;
}
