import type { GuardPolicy } from "../../config/config.ts";
import { HoldfastError } from "../../errors.ts";
import { costOfPattern } from "../../lib/cost-of-pattern.ts";
import type { Detector } from "../guard.ts";
import { findPrivate, type PrivateRange } from "./find-private.ts";

export type ForbiddenPattern = GuardPolicy["patterns"][number];

interface CompiledPattern {
  readonly name: string;
  readonly expression: RegExp;
}

/** Looks for what a policy forbids, in every reading of a text. */
export function createForbiddenPatterns(patterns: readonly ForbiddenPattern[]): Detector {
  const compiled = patterns.map(compile);
  return {
    id: "pattern",
    detect: (layers, text) =>
      findPrivate({ id: "pattern", kind: "pattern", text }, layers, (layer) => rangesOf(compiled, layer.text)),
  };
}

/** A policy may have been stored by another version: its expressions are proven again. */
function compile({ name, expression }: ForbiddenPattern): CompiledPattern {
  const cost = costOfPattern(expression);
  if (!cost.ok) throw new HoldfastError("config-invalid", { message: `The forbidden pattern ${name} ${cost.reason}.` });
  return { name, expression: new RegExp(expression, "giu") };
}

function* rangesOf(patterns: readonly CompiledPattern[], text: string): Iterable<PrivateRange> {
  for (const { name, expression } of patterns) {
    for (const match of text.matchAll(expression)) {
      if (match[0] !== "") yield { name, start: match.index, end: match.index + match[0].length };
    }
  }
}
