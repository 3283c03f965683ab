import type { CallView } from "../ledger/call-view.ts";
import { formatDollars } from "./format-dollars.ts";
import type { Style } from "./terminal.ts";

/** A provider's own words can be a thousand characters long; `calls show` has them all. */
const maxEnding = 40;

/** How the call ended: its error, or else its outcome. */
export function endingOf({ error_code: error, outcome }: CallView): string {
  const ending = error ?? outcome;
  return ending.length <= maxEnding ? ending : `${ending.slice(0, maxEnding - 1)}…`;
}

/** What it cost; `?` where that is not known, and `-` where no provider was asked. */
export function costOf(call: CallView): string {
  return call.attempts === 0 && call.cost_nanodollars === null ? "-" : formatDollars(call.cost_nanodollars);
}

/** What the call went to: its route and what answered, or what the caller asked for. */
export function wayOf(call: CallView): string {
  const asked = call.route ?? call.requested_model;
  if (call.target === undefined) return asked ?? "-";
  if (asked === undefined || asked === call.target || call.target.endsWith(`/${asked}`)) return call.target;
  return `${asked} → ${call.target}`;
}

/** Input and output tokens; `~` marks numbers that the provider did not say itself. */
export function tokensOf(call: CallView): string {
  if (call.input_tokens === undefined && call.output_tokens === undefined) return "-";
  const mark = call.usage_source === "provider" ? "" : "~";
  return `${mark}${call.input_tokens ?? "?"} → ${call.output_tokens ?? "?"}`;
}

export function outcomeStyle(call: CallView): Style | undefined {
  if (call.outcome === "answered") return call.status < 400 ? "green" : "yellow";
  return call.outcome === "client-closed" ? "yellow" : "red";
}
