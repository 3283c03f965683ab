import { classifyLayers } from "./classifier/classify-layers.ts";
import type { Finding, ScreenedText } from "./guard.ts";
import { layersOf } from "./normalize/layers-of.ts";
import { piecesOf } from "./pieces-of.ts";

/** What screening one text gave. */
export interface ScanResult {
  /** 0 to 1; higher is worse. One half is the default threshold. */
  readonly score: number;
  readonly findings: readonly Finding[];
}

function shifted(finding: Finding, offset: number): Finding {
  return offset === 0 ? finding : { ...finding, start: finding.start + offset, end: finding.end + offset };
}

/** Scores a text that stands alone: normalised, read in every way that its look suggests, and classified. Pure. */
export function scanText(text: ScreenedText): ScanResult {
  let score = 0;
  const findings: Finding[] = [];
  for (const { start, piece } of piecesOf(text.text)) {
    const classified = classifyLayers(layersOf(piece), text);
    score = Math.max(score, classified.score);
    if (classified.finding !== undefined) findings.push(shifted(classified.finding, start));
  }
  return { score, findings };
}
