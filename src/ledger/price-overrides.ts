import type { PriceSchedule, PriceWindow, UnitPrices } from "../ports/price-table.ts";

/** A price that the operator wrote down. It replaces the published price of the models it matches as a whole. */
export interface PriceOverride extends UnitPrices {
  /** The gateway's own provider id. */
  readonly provider: string;
  /** A model's name; a trailing `*` matches what begins like it. Letter case does not count. */
  readonly model: string;
  /** `2026-01-01` or an ISO 8601 instant, UTC: holds from then on. Absent: always. */
  readonly from?: string | undefined;
}

/**
 * The overrides for one model as a schedule, whose last window that holds decides; undefined when none matches. Of
 * several that match, the latest that has begun decides; of those that began together, the most exact name (the whole
 * name before a prefix, a longer prefix before a shorter one); of those, the last in the list.
 */
export function overrideSchedule(
  overrides: readonly PriceOverride[],
  provider: string,
  model: string,
): PriceSchedule | undefined {
  const name = model.toLowerCase();
  const matching = overrides
    .filter((entry) => entry.provider === provider)
    .map((entry) => ({ entry, exact: exactness(entry.model, name), fromMs: startOf(entry) }))
    .filter((candidate) => candidate.exact >= 0)
    .toSorted((left, right) => compare(left.fromMs, right.fromMs) || compare(left.exact, right.exact));
  if (matching.length === 0) return undefined;
  return { provider, model, windows: matching.map((candidate) => toWindow(candidate.entry)) };
}

/** Not a difference: infinity less infinity is no number. */
function compare(left: number, right: number): number {
  return left < right ? -1 : Number(left > right);
}

/** How exactly a pattern names a model: infinitely, by so many letters, or (-1) not at all. */
function exactness(pattern: string, name: string): number {
  const wanted = pattern.toLowerCase();
  if (wanted === name) return Number.POSITIVE_INFINITY;
  if (!wanted.endsWith("*")) return -1;
  const prefix = wanted.slice(0, -1);
  return name.startsWith(prefix) ? prefix.length : -1;
}

function startOf(entry: PriceOverride): number {
  return entry.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(entry.from);
}

function toWindow(entry: PriceOverride): PriceWindow {
  const { provider: _provider, model: _model, from, ...prices } = entry;
  return { time: from === undefined ? { kind: "always" } : { kind: "from", atMs: startOf(entry) }, prices };
}
