import type { PrivateRange } from "../find-private.ts";

const pemBegin = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/gu;
const pemEnd = "-----END ";
/** No key is longer; a block that does not end counts as one this far. */
const maxPemLength = 16_384;
const maxLabelLength = 96;
const dashes = "-----";

/** Private keys as PEM (RFC 7468) and OpenPGP write them. One whose end is missing runs to the bound. */
export function* pemKeysIn(text: string): Iterable<PrivateRange> {
  if (!text.includes(dashes)) return;
  let done = 0;
  for (const { index } of text.matchAll(pemBegin)) {
    if (index < done) continue;
    done = index + lengthOfBlock(text.slice(index, index + maxPemLength));
    yield { name: "private-key", start: index, end: done };
  }
}

function lengthOfBlock(block: string): number {
  const end = block.indexOf(pemEnd);
  if (end < 0) return block.length;
  const label = end + pemEnd.length;
  const close = block.slice(label, label + maxLabelLength).indexOf(dashes);
  return close < 0 ? block.length : label + close + dashes.length;
}
