import type { Trust } from "../../dialects/transcript.ts";
import type { Detector, Finding, FindingKind, Layer, ScreenedText } from "../guard.ts";
import { factsIn } from "../normalize/facts-in.ts";

/** One thing to look for. Its expression is global, and takes a bounded number of steps from each position. */
export interface Rule {
  readonly name: string;
  readonly expression: RegExp;
  /** How bad a match is, by where it stands. */
  readonly score: Readonly<Record<Trust, number>>;
  /** One of these stands in every match: a text without them need not be matched at all. */
  readonly hints?: readonly string[];
  /** The same of words: of each list with a bit of `hintOfWords`, one stands in every match, in any case. */
  readonly words?: readonly number[];
}

/** More of one rule's matches in one text say nothing that these did not. */
const maxMatches = 8;

/** Signs of an attack. They count in every layer: a forged turn in base64 is still one. */
export function matchRules(id: string, kind: FindingKind, rules: readonly Rule[]): Detector {
  return {
    id,
    detect(layers, text) {
      return rules.flatMap((rule) =>
        matchesOf(rule, layers, text).map((range) => found(id, kind, { rule, text, range })),
      );
    },
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function matchesOf(rule: Rule, layers: readonly Layer[], text: ScreenedText): readonly Range[] {
  if (rule.score[text.trust] === 0) return [];
  const ranges = new Map<string, Range>();
  for (const layer of layers) {
    if (!mayMatch(rule, layer)) continue;
    rule.expression.lastIndex = 0;
    for (let match = rule.expression.exec(layer.text); match !== null; match = rule.expression.exec(layer.text)) {
      const range = layer.originalRange(match.index, match.index + match[0].length);
      ranges.set(`${range.start}-${range.end}`, range);
      if (ranges.size === maxMatches) return [...ranges.values()];
    }
  }
  return [...ranges.values()];
}

function mayMatch({ hints, words }: Rule, layer: Layer): boolean {
  if (hints !== undefined && !hints.some((hint) => layer.text.includes(hint))) return false;
  return words === undefined || words.every((word) => (factsIn(layer) & word) !== 0);
}

interface Match {
  readonly rule: Rule;
  readonly text: ScreenedText;
  readonly range: Range;
}

function found(id: string, kind: FindingKind, { rule, text, range }: Match): Finding {
  const score = rule.score[text.trust];
  return { detector: `${id}/${rule.name}`, kind, score, pointer: text.pointer, ...range };
}
