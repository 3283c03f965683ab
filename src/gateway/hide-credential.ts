import type { Provider } from "../providers/provider.ts";

/** A shorter one is a placeholder, and stands in many a word. */
const shortestKey = 8;
const star = 0x2a;

/**
 * The bytes of a failed answer without the gateway's own key: some providers quote the key that they refuse, and callers
 * must not read it. What is hidden is overwritten in a copy of the same length; without it the same bytes come back.
 */
export function hideCredential(bytes: Uint8Array, { credential }: Pick<Provider, "credential">): Uint8Array {
  let shown = bytes;
  for (const [position, value] of credential().entries()) {
    // Names and values take turns; what stands before the key (`Bearer`) is no secret.
    const key = new TextEncoder().encode(position % 2 === 1 ? value.slice(value.lastIndexOf(" ") + 1) : "");
    if (key.length < shortestKey) continue;
    for (let at = indexIn(shown, key, 0); at !== -1; at = indexIn(shown, key, at + key.length)) {
      if (shown === bytes) shown = bytes.slice();
      shown.fill(star, at, at + key.length);
    }
  }
  return shown;
}

/** Where `part` begins in `bytes`, from `start` on; -1: nowhere. Error bodies are short, and keys hardly repeat themselves. */
function indexIn(bytes: Uint8Array, part: Uint8Array, start: number): number {
  const first = part[0] ?? 0;
  for (let at = bytes.indexOf(first, start); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (part.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return -1;
}
