import { hashStart, hashStep } from "../classifier/hash.ts";
import type { Layer } from "../guard.ts";
import { asciiUnits } from "./ascii-units.ts";
import { factsOf } from "./vocabulary.ts";
import { wordKindOf, wordKinds } from "./word-kinds.ts";

const known = new WeakMap<Layer, number>();

/** Keeps what a pass over a layer told about its words, so that detectors need not read them again. */
export function rememberFacts(layer: Layer, facts: number): void {
  known.set(layer, facts);
}

/** The facts of all words of a layer together: where a bit is not set, no word has it. */
export function factsIn(layer: Layer): number {
  let facts = known.get(layer);
  if (facts === undefined) {
    facts = readFacts(asciiUnits(layer.text));
    known.set(layer, facts);
  }
  return facts;
}

function readFacts(bytes: Uint8Array): number {
  let facts = 0;
  let hash = hashStart;
  for (const code of bytes) {
    if (wordKindOf(code) === wordKinds.letter) hash = hashStep(hash, code | 0x20);
    else if (hash !== hashStart) {
      facts |= factsOf(hash);
      hash = hashStart;
    }
  }
  return facts | factsOf(hash);
}
