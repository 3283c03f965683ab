import type { Finding, Layer, ScreenedText } from "../guard.ts";
import { layerPart } from "../normalize/layer.ts";
import { attackKindOf } from "./attack-kind.ts";
import { loadModel } from "./model.ts";
import type { Model } from "./model.ts";
import { readingsOf } from "./readings.ts";
import { scoreReading } from "./score-reading.ts";
import { lastFeatures } from "./score-text.ts";

/** From here on a text is an attack. The artifact's scores are calibrated so that one half is the default threshold. */
export const defaultThreshold = 0.5;

/** How much a text looks like an attack, whichever way it is read, and where it does most. */
export interface Classification {
  /** 0 to 1; higher is worse. */
  readonly score: number;
  readonly finding: Finding | undefined;
  /** The part of a reading that looks worst, whatever its score. */
  readonly worst: Layer | undefined;
}

let loaded: Model | undefined;

/** Read once, at the first text: a process that screens nothing should not pay for it. */
function model(): Model {
  loaded ??= loadModel();
  return loaded;
}

/** Scores all readings of a text; a finding is made only above the default threshold. */
export function classifyLayers(layers: readonly Layer[], text: ScreenedText): Classification {
  const current = model();
  let score = 0;
  let finding: Finding | undefined;
  let worst: Layer | undefined;
  for (const { layer, text: reading } of readingsOf(layers)) {
    const { window, logit } = scoreReading(current, reading);
    const candidate = 1 / (1 + Math.exp(-current.slope * (logit - current.threshold)));
    if (candidate <= score) continue;
    score = candidate;
    worst = layerPart(layer, window.start, window.end);
    if (score < defaultThreshold) continue;
    const range = { first: window.firstFeature, last: window.lastFeature };
    const kind = attackKindOf(current.kinds, lastFeatures(), range);
    finding = {
      detector: "classifier",
      kind,
      score,
      pointer: text.pointer,
      ...layer.originalRange(window.start, window.end),
    };
  }
  return { score, finding, worst };
}
