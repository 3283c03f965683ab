import type { Detector, Finding, Layer, ScreenedText } from "./guard.ts";
import type { BrokenGuard, Screening } from "./policy.ts";

/** What a screening may cost. Workers' clock stands still while a script runs, so that characters are counted too. */
export interface ScreenBudget {
  readonly maxMs: number;
  readonly maxCharacters: number;
  nowMs(): number;
}

/** How texts are read, and who reads them. */
export interface Screen {
  readonly layersOf: (text: string) => readonly Layer[];
  readonly detectors: readonly Detector[];
}

/**
 * Runs detectors over texts. One that throws, and everything that the budget does not reach, is reported as broken: it
 * is the policy's business what that means, and never the same as having found nothing.
 */
export function screenTexts(texts: readonly ScreenedText[], screen: Screen, budget: ScreenBudget): Screening {
  const findings: Finding[] = [];
  const broken: BrokenGuard[] = [];
  const endsAtMs = budget.nowMs() + budget.maxMs;
  let characters = 0;
  for (const text of texts) {
    characters += text.text.length;
    if (characters > budget.maxCharacters) {
      broken.push({ detector: "screen", reason: "too-long" });
      break;
    }
    if (budget.nowMs() > endsAtMs) {
      broken.push({ detector: "screen", reason: "over-budget" });
      break;
    }
    screenText(text, screen, { findings, broken });
  }
  return { findings, broken };
}

interface Gathered {
  readonly findings: Finding[];
  readonly broken: BrokenGuard[];
}

function screenText(text: ScreenedText, { layersOf, detectors }: Screen, gathered: Gathered): void {
  const layers = attempt("layers", gathered, () => layersOf(text.text));
  if (layers === undefined) return;
  for (const detector of detectors) {
    const found = attempt(detector.id, gathered, () => detector.detect(layers, text));
    if (found !== undefined) gathered.findings.push(...found);
  }
}

/** Undefined: the guard threw, which is on the record. */
function attempt<Result>(detector: string, gathered: Gathered, run: () => Result): Result | undefined {
  try {
    return run();
  } catch (cause) {
    gathered.broken.push({ detector, reason: "threw", cause });
    return undefined;
  }
}
