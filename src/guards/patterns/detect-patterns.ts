import type { Detector, Finding, Layer, ScreenedText } from "../guard.ts";
import { patterns } from "./patterns.ts";

const id = "pattern";
/** A pattern that matches more often says nothing new. */
const maxFindings = 4;

function* findingsIn(layer: Layer, text: ScreenedText): Iterable<Finding> {
  for (const pattern of patterns) {
    let found = 0;
    for (const match of layer.text.matchAll(pattern.expression)) {
      found += 1;
      if (found > maxFindings) break;
      const range = layer.originalRange(match.index, match.index + match[0].length);
      yield {
        detector: `${id}/${pattern.id}`,
        kind: pattern.kind,
        score: pattern.score,
        pointer: text.pointer,
        ...range,
      };
    }
  }
}

/** Looks for the expressions of `patterns.ts` in every reading of a text; a place that several readings show is named once. */
export const patternDetector: Detector = {
  id,
  detect(layers, text) {
    const byPlace = new Map<string, Finding>();
    for (const layer of layers) {
      for (const finding of findingsIn(layer, text)) {
        byPlace.set(`${finding.detector} ${finding.start} ${finding.end}`, finding);
      }
    }
    return [...byPlace.values()];
  },
};
