import { base62 } from "../lib/base62.ts";
import { crc32 } from "../lib/crc32.ts";

/** What every Holdfast key begins with. */
const keyPrefix = "hf_";
export const secretBytes = 32;
/** 32 bytes in base 62. */
const secretDigits = 43;
/** 32 bits in base 62. */
const checksumDigits = 6;
const keyLength = keyPrefix.length + secretDigits + checksumDigits;
/** How much of a key is kept to recognise it by: too little to guess the rest from. */
const shownLength = 8;

/**
 * `hf_`, 43 digits of base 62 that hold 32 random bytes, and 6 that hold the CRC-32 of everything before them: a typing
 * error shows without a database, and a secret scanner can tell a key from what only looks like one.
 */
export function formatKey(secret: Uint8Array): string {
  let value = 0n;
  for (const byte of secret) value = (value << 8n) | BigInt(byte);
  const body = keyPrefix + base62(value, secretDigits);
  return body + checksum(body);
}

/** True when a text has a key's prefix and length. It may still be mistyped, or belong to nobody. */
export function isKeyShaped(text: string): boolean {
  return text.length === keyLength && text.startsWith(keyPrefix);
}

/** True when a text is a whole, well-typed key: its checksum fits. Says nothing about whether the key is known. */
export function isWellFormedKey(text: string): boolean {
  if (!isKeyShaped(text)) return false;
  const body = text.slice(0, -checksumDigits);
  return text.endsWith(checksum(body));
}

/** The part of a key that may be shown. */
export function shownPrefix(key: string): string {
  return key.slice(0, shownLength);
}

function checksum(body: string): string {
  return base62(BigInt(crc32(body)), checksumDigits);
}
