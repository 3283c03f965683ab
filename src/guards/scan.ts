import { classifyLayers } from "./classifier/classify-layers.ts";
import type { Finding, ScreenedText } from "./guard.ts";
import { rawLayer } from "./normalize/layer.ts";
import { layersOf } from "./normalize/layers-of.ts";
import { patternDetector } from "./patterns/detect-patterns.ts";
import { piecesOf } from "./pieces-of.ts";
import type { Piece } from "./pieces-of.ts";

/** What screening one text gave. */
export interface ScanResult {
  /** 0 to 1; higher is worse. One half is the default threshold. */
  readonly score: number;
  readonly findings: readonly Finding[];
}

/**
 * Expressions are slower than the classifier, so they look only where it sees something: they name what is found, and do
 * not change the score.
 */
const worthExplaining = 0.2;
/** Of a long text only so many pieces are read in every way; the others as they stand. */
const maxCloseLooks = 16;
/** A run without spaces that is this long may hold a whole message. */
const suspiciousRun = /\S{256}/;

/** Scores a text that stands alone: normalised, read in every way that its look suggests, and classified. Pure. */
export function scanText(text: ScreenedText): ScanResult {
  const pieces = piecesOf(text.text);
  if (pieces.length <= maxCloseLooks) return worstOf(pieces.map((piece) => look(piece, text)));
  const skimmed = pieces.map((piece) => ({ piece, ...skim(piece, text) }));
  const close = skimmed.toSorted((one, other) => other.interest - one.interest).slice(0, maxCloseLooks);
  return worstOf([...skimmed.map(({ result }) => result), ...close.map(({ piece }) => look(piece, text))]);
}

/** Reads a piece in every way. */
function look({ start, piece }: Piece, text: ScreenedText): ScanResult {
  const { score, finding, worst } = classifyLayers(layersOf(piece), text);
  if (worst === undefined || score < worthExplaining) return { score, findings: [] };
  const explained = patternDetector.detect([worst], text);
  const findings = finding === undefined ? explained : [finding, ...explained];
  return { score, findings: findings.map((found) => shifted(found, start)) };
}

/** Reads a piece as it stands, and says how much a closer look is worth. */
function skim({ piece }: Piece, text: ScreenedText): { readonly result: ScanResult; readonly interest: number } {
  const { score } = classifyLayers([rawLayer(piece)], text);
  return { result: { score, findings: [] }, interest: suspiciousRun.test(piece) ? score + 1 : score };
}

function worstOf(results: readonly ScanResult[]): ScanResult {
  return {
    score: results.reduce((worst, { score }) => Math.max(worst, score), 0),
    findings: results.flatMap(({ findings }) => findings),
  };
}

function shifted(finding: Finding, offset: number): Finding {
  return offset === 0 ? finding : { ...finding, start: finding.start + offset, end: finding.end + offset };
}
