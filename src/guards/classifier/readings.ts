import type { Layer } from "../guard.ts";

/** A layer that the classifier scores: raw text only when nothing was folded. Lower case, unit for unit. */
export interface Reading {
  readonly layer: Layer;
  readonly text: string;
}

/** Lower case of the same length, so that offsets hold. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replaceAll("\u0130", "I").toLowerCase();
}

/** What the classifier reads of a text's layers. */
export function readingsOf(layers: readonly Layer[]): readonly Reading[] {
  const hasFolded = layers.some(({ via }) => via === "folded");
  return layers
    .filter(({ via }) => !(hasFolded && via === "raw"))
    .map((layer) => ({ layer, text: lowerCase(layer.text) }));
}
