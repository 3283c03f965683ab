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
 * The overrides for one model as a schedule; undefined when none matches. The most exact pattern wins alone: the
 * whole name before a prefix, a longer prefix before a shorter one. Of entries with that pattern the last that has
 * begun holds, by `from` and then by their order in the list.
 */
export function overrideSchedule(
  overrides: readonly PriceOverride[],
  provider: string,
  model: string,
): PriceSchedule | undefined {
  const name = model.toLowerCase();
  const matching = overrides.filter((entry) => entry.provider === provider && exactness(entry.model, name) >= 0);
  if (matching.length === 0) return undefined;
  const best = Math.max(...matching.map((entry) => exactness(entry.model, name)));
  const chosen = matching.filter((entry) => exactness(entry.model, name) === best);
  const windows = chosen.map(toWindow).toSorted((left, right) => startOf(left) - startOf(right));
  return { provider, model: chosen[0]?.model ?? model, windows };
}

/** How exactly a pattern names a model: infinitely, by so many letters, or (-1) not at all. */
function exactness(pattern: string, name: string): number {
  const wanted = pattern.toLowerCase();
  if (wanted === name) return Number.POSITIVE_INFINITY;
  if (!wanted.endsWith("*")) return -1;
  const prefix = wanted.slice(0, -1);
  return name.startsWith(prefix) ? prefix.length : -1;
}

function toWindow(entry: PriceOverride): PriceWindow {
  const { provider: _provider, model: _model, from, ...prices } = entry;
  return { time: from === undefined ? { kind: "always" } : { kind: "from", atMs: Date.parse(from) }, prices };
}

function startOf(window: PriceWindow): number {
  return window.time.kind === "from" ? window.time.atMs : Number.NEGATIVE_INFINITY;
}
