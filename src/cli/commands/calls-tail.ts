import type { CallView } from "../../ledger/call-view.ts";
import { callOptions, callQuery } from "../call-options.ts";
import { costOf, endingOf, outcomeStyle, tokensOf, wayOf } from "../call-texts.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatClock, formatMilliseconds } from "../format-time.ts";
import { oneLine } from "../table.ts";
import type { Terminal } from "../terminal.ts";

export const callsTail = defineCommand({
  name: "calls tail",
  summary: "Show calls as they arrive, until Ctrl-C.",
  description:
    "A call is shown once it has ended and is in the ledger, within about a second. A gateway that restarts meanwhile " +
    "is waited for. With --json: one line a call.",
  options: callOptions,
  examples: ["holdfast calls tail", "holdfast calls tail --status 5xx --url https://gateway.example.com"],
  async run({ options }, context) {
    const { terminal } = context.machine;
    const client = await context.client();
    if (!context.shared.json)
      terminal.err(terminal.style("dim", `Waiting for calls (${client.place}); Ctrl-C ends it.`));
    for await (const call of client.calls.tail(callQuery(options), context.signal)) {
      terminal.out(context.shared.json ? JSON.stringify(call) : line(call, terminal));
    }
    return exitCodes.ok.code;
  },
});

const widths = { outcome: 14, way: 44, tokens: 15, cost: 10, latency: 9 } as const;

function line(call: CallView, terminal: Terminal): string {
  const style = outcomeStyle(call);
  const status = `${call.status} ${endingOf(call).padEnd(widths.outcome)}`;
  return [
    terminal.style("dim", formatClock(call.started_at)),
    style === undefined ? status : terminal.style(style, oneLine(status)),
    oneLine(wayOf(call)).padEnd(widths.way),
    tokensOf(call).padStart(widths.tokens),
    costOf(call).padStart(widths.cost),
    formatMilliseconds(call.latency_ms).padStart(widths.latency),
    terminal.style("dim", oneLine(call.id)),
  ].join("  ");
}
