import { canonicalJson } from "../lib/canonical-json.ts";
import type { Config } from "./config.ts";

const offsetBasis = 0x811c9dc5;
const fnvPrime = 0x01000193;
const secondPrime = 0x85ebca6b;

/**
 * Twelve hexadecimal digits that name a configuration in the ledger: equal for equal content, whatever the order of
 * the keys. Two 32-bit multiplicative hashes side by side, 48 bits kept; to recognise, not to secure.
 */
export function configHash(config: Config): string {
  const text = canonicalJson(config);
  let first = offsetBasis;
  let second = ~offsetBasis;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, fnvPrime);
    second = Math.imul(second ^ unit ^ (second >>> 15), secondPrime);
  }
  return hex(mix(first ^ text.length)) + hex(mix(second)).slice(0, 4);
}

/** Spreads every input bit over the result (an xorshift-multiply finaliser). */
function mix(state: number): number {
  let mixed = state;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
