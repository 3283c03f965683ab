import type { Usage } from "../ledger/usage.ts";

/** A provider's usage object as it came: nothing in it is certain. */
export type UsageFields = Readonly<Record<string, unknown>>;

/** The value as an object's fields; empty when it is no object. */
export function fieldsOf(value: unknown): UsageFields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is UsageFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first value that is a count: a number, finite and not negative, rounded. Null when none is. */
export function count(...values: readonly unknown[]): number | null {
  for (const value of values) {
    if (typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return Math.round(value);
  }
  return null;
}

/** The sum of the counts that are known; null when none is. */
export function sum(...counts: readonly (number | null)[]): number | null {
  let total: number | null = null;
  for (const one of counts) if (one !== null) total = (total ?? 0) + one;
  return total;
}

const unsaid: Usage = Object.freeze({
  inputTokens: null,
  cacheReadTokens: null,
  cacheWrite5mTokens: null,
  cacheWrite1hTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  inputAudioTokens: null,
  outputAudioTokens: null,
  toolUnits: null,
  searchUnits: null,
});

/** The usage, or undefined when it says nothing at all. */
export function usageOf(said: Partial<Usage>): Usage | undefined {
  const usage: Usage = { ...unsaid, ...said };
  // Nearly always the first of these decides.
  const saysSomething = usage.inputTokens !== null || Object.values(usage).some((value) => value !== null);
  return saysSomething ? usage : undefined;
}
