import type { Finding, ScreenedText } from "../guard.ts";
import type { Screening } from "../policy.ts";
import { screenTexts } from "../screen-texts.ts";
import type { Screen, ScreenBudget } from "../screen-texts.ts";
import { joinNeighbours } from "./join-neighbours.ts";
import { splitFinding } from "./split-finding.ts";

/** No honest request has as many: an attack in thousands of pieces is found in each of them. */
const maxFindings = 10_000;

/** Screens what is split over neighbouring texts. Findings are in the texts themselves, each with its part. */
export function screenNeighbours(texts: readonly ScreenedText[], screen: Screen, budget: ScreenBudget): Screening {
  // The joined texts stand nowhere; their place in the list is what a finding is told from.
  const joined = new Map(joinNeighbours(texts).map((one, position) => [String(position), one]));
  if (joined.size === 0) return { findings: [], broken: [] };
  const asTexts = Array.from(joined, ([pointer, { text, slices }]) => ({ ...slices[0].of, pointer, text }));
  const screened = screenTexts(asTexts, screen, budget);
  const findings: Finding[] = [];
  for (const finding of screened.findings) {
    const one = joined.get(finding.pointer);
    if (one !== undefined) findings.push(...splitFinding(finding, one));
    if (findings.length <= maxFindings) continue;
    return { findings, broken: [...screened.broken, { detector: "neighbours", reason: "too-long" }] };
  }
  return { findings, broken: screened.broken };
}
