import type { LiquidError } from "#liquidjs";
import { nearestNames } from "../../lib/nearest-names.ts";
import { knownFilters } from "./liquid-engine.ts";

/** What is wrong with a template, and at which offset of its text. The message completes a sentence about it. */
export interface TemplateFault {
  readonly message: string;
  readonly offset: number;
}

const maxMessageLength = 300;

/** The engine's message without the place, which it counts in a text that nobody has seen. */
export function plainMessage(error: LiquidError): string {
  const message = error.message.replace(/, line:\d{1,9}, col:\d{1,9}$/, "").slice(0, maxMessageLength);
  return ownWords(message) ?? `is no valid template here: ${message}`;
}

/** Faults whose own sentence says more than the engine's. */
function ownWords(message: string): string | undefined {
  const filter = /^undefined filter: (.{1,60})$/.exec(message)?.[1];
  if (filter !== undefined) return unknownFilter(filter);
  const unclosed = /^(?:tag|output) "?(.{1,80}?)"? not closed$/s.exec(message)?.[1];
  if (unclosed !== undefined) return `has ${unclosed.split("\n")[0]} that is not closed`;
  return /^(?:has|is|takes) /.test(message) ? message : undefined;
}

function unknownFilter(name: string): string {
  const [near] = nearestNames(name, knownFilters, 1);
  return `has an unknown filter "${name}"${near === undefined ? "" : `: did you mean ${near}?`}`;
}
