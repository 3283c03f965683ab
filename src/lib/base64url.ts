const base64urlPattern = /^[A-Za-z0-9_-]+$/;

/** ASCII text as base64url without padding (RFC 4648, section 5). */
export function toBase64url(ascii: string): string {
  return btoa(ascii).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The text behind base64url; undefined when it is none. */
export function fromBase64url(encoded: string): string | undefined {
  if (!base64urlPattern.test(encoded)) return undefined;
  try {
    return atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    // Only a length that no encoding has gets here: the answer is the same as for any other text that is none.
    return undefined;
  }
}
