import type { CompiledPolicy } from "./compile-policy.ts";
import type { ScreenedText } from "./guard.ts";
import { screenNeighbours } from "./neighbours/screen-neighbours.ts";
import type { Screening } from "./policy.ts";
import { readText } from "./read-text.ts";
import { screenTexts } from "./screen-texts.ts";
import type { ScreenBudget } from "./screen-texts.ts";

/** Shows the texts of a request to a policy's detectors, each by itself and with its neighbours. The budget is for both. */
export function screenRequest(
  texts: readonly ScreenedText[],
  { input, neighbours }: Pick<CompiledPolicy, "input" | "neighbours">,
  budget: ScreenBudget,
): Screening {
  const endsAtMs = budget.nowMs() + budget.maxMs;
  const each = screenTexts(texts, { layersOf: readText, detectors: input }, budget);
  const left = { ...budget, maxMs: endsAtMs - budget.nowMs() };
  const together = screenNeighbours(texts, { layersOf: readText, detectors: neighbours }, left);
  return { findings: [...each.findings, ...together.findings], broken: [...each.broken, ...together.broken] };
}
