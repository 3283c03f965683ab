import { correctionOf } from "./correction-of.ts";
import type { Trees } from "./correction-of.ts";
import { describeWindow } from "./describe-window.ts";
import { lastFeatures, scoreText } from "./score-text.ts";
import type { FirstStage, WindowScore } from "./score-text.ts";

/** A reading's worst window as the first stage sees it, and how bad both stages together think that it is. */
export interface ReadingScore {
  readonly window: WindowScore;
  readonly logit: number;
}

/** Both stages on one lower-case reading. */
export function scoreReading(model: FirstStage & { readonly trees: Trees }, text: string): ReadingScore {
  const window = scoreText(model, text);
  const traits = describeWindow(window, text, lastFeatures());
  return { window, logit: window.logit + correctionOf(model.trees, traits) };
}
