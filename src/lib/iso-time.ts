const secondMs = 1_000;

let lastSecond = Number.NaN;
let lastText = "";

/**
 * Milliseconds since 1970 as ISO 8601, UTC, with milliseconds. Remembers the second it formatted last: calls come many
 * to a second, and formatting a date costs more than all else in a ledger row.
 */
export function isoTime(atMs: number): string {
  const whole = Math.floor(atMs);
  const millis = ((whole % secondMs) + secondMs) % secondMs;
  const second = whole - millis;
  if (second !== lastSecond) {
    lastText = new Date(second).toISOString().slice(0, -"000Z".length);
    lastSecond = second;
  }
  return `${lastText}${millis < 10 ? "00" : millis < 100 ? "0" : ""}${millis}Z`;
}
