import type { CallView } from "../ledger/call-view.ts";
import type { Style } from "./terminal.ts";

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
