import { classifyLayers } from "./classifier/classify-layers.ts";
import type { Finding, Layer, ScreenedText } from "./guard.ts";
import { patternDetector } from "./patterns/detect-patterns.ts";
import { piecesOf } from "./pieces-of.ts";
import { layersOfPiece, readText } from "./read-text.ts";

/** What the classifier made of one text. */
export interface ScanResult {
  /** 0 to 1; higher is worse. One half is the default threshold. */
  readonly score: number;
  readonly findings: readonly Finding[];
}

/**
 * Expressions are slower than the classifier, so they look only where it sees something: they name what is found, and are
 * never surer than it is.
 */
const worthExplaining = 0.2;

/** Scores a text that stands alone: normalised, read in every way that its look suggests, and classified. Pure. */
export function scanText(text: ScreenedText): ScanResult {
  return scanLayers(readText(text.text), text);
}

/** The same for a text that was read already. The worst of its pieces decides. */
export function scanLayers(layers: readonly Layer[], text: ScreenedText): ScanResult {
  let worst = 0;
  const findings: Finding[] = [];
  for (const piece of piecesOf(text.text)) {
    const { score, findings: found } = look(layersOfPiece(piece, layers), text);
    worst = Math.max(worst, score);
    findings.push(...found);
  }
  return { score: worst, findings };
}

function look(layers: readonly Layer[], text: ScreenedText): ScanResult {
  const { score, finding, worst } = classifyLayers(layers, text);
  if (worst === undefined || score < worthExplaining) return { score, findings: [] };
  const explained = patternDetector
    .detect([worst], text)
    .map((found) => ({ ...found, score: Math.min(found.score, score) }));
  return { score, findings: finding === undefined ? explained : [finding, ...explained] };
}
