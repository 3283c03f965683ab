import type { Finding, FindingKind, Layer, ScreenedText } from "../guard.ts";

/** Something that must not go on: where it stands in a layer, and what it is called. */
export interface PrivateRange {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What has to be cut out must be found to the last place: a text with more than this is not cut short but refused, by
 * an error that makes the guard count as broken.
 */
const maxFindings = 10_000;

/** Findings for all private ranges of all given layers, once for each place in the text. */
export function findPrivate(
  source: { readonly id: string; readonly kind: FindingKind; readonly text: ScreenedText },
  layers: readonly Layer[],
  rangesIn: (layer: Layer) => Iterable<PrivateRange>,
): readonly Finding[] {
  const findings = new Map<string, Finding>();
  const { id, kind, text } = source;
  for (const layer of layers) {
    for (const { name, start, end } of rangesIn(layer)) {
      const range = layer.originalRange(start, end);
      const detector = `${id}/${name}`;
      findings.set(`${range.start}-${range.end}`, { detector, kind, score: 1, pointer: text.pointer, ...range });
      if (findings.size > maxFindings) throw new RangeError(`more than ${maxFindings} findings in one text`);
    }
  }
  return [...findings.values()];
}
