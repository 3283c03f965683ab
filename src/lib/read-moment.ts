import { parseDuration } from "./parse-duration.ts";

/** A day, or a day and a time of day, with `Z` or an offset from UTC; without one it is UTC. */
const isoPattern = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** The first moment that a date of JavaScript and every Postgres timestamp hold in common, and the last with four digits. */
const earliestMs = -62_135_596_800_000;
const latestMs = 253_402_300_799_999;

/**
 * A moment as people write it, in milliseconds since 1970: `2026-01-31`, `2026-01-31T12:00:00Z`, or a length of time
 * (`1h`, `30d`) counted from `nowMs` into the past or the future. Undefined: the text is neither.
 */
export function readMoment(text: string, nowMs: number, direction: "past" | "future"): number | undefined {
  const duration = parseDuration(text);
  if (duration !== undefined) return inRange(direction === "past" ? nowMs - duration : nowMs + duration);
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const hasTime = text.length > "2026-01-31".length;
  const zoned = match[1] === undefined && hasTime ? `${text}Z` : text;
  return inRange(Date.parse(zoned.replace(" ", "T").toUpperCase()));
}

function inRange(atMs: number): number | undefined {
  return atMs >= earliestMs && atMs <= latestMs ? atMs : undefined;
}
