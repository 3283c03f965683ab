import type { GuardCountsView } from "../../ledger/count-findings.ts";
import { callOptions, callQuery } from "../call-options.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatTime } from "../format-time.ts";
import { renderTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";

type Counts = GuardCountsView["releases"][number];

/** Detectors that a line names; `--json` has all. */
const maxShown = 4;

export const guardsCounts = defineCommand({
  name: "guards counts",
  summary: "Count what guards said, by route and release.",
  description:
    "Two releases of a route are compared by their shares: verdicts and detectors are numbers of calls. Without --since: " +
    "of the last day. A verdict of a policy that only watches has its mode in front: shadow:block.",
  options: callOptions,
  examples: ["holdfast guards counts --route support --since 2h", "holdfast guards counts --release support@8 --json"],
  async run({ options }, context) {
    const client = await context.client();
    const view = await client.guards.counts(callQuery(options));
    context.print(view, () => render(view, context.machine.terminal));
    return exitCodes.ok.code;
  },
});

function render({ since, releases }: GuardCountsView, terminal: Terminal): string {
  if (releases.length === 0) return `No call matches since ${formatTime(since)}.`;
  const table = renderTable(
    [
      { title: "RELEASE", cell: ({ release, route }: Counts) => release ?? route ?? "no route" },
      { title: "CALLS", cell: ({ calls }) => String(calls), align: "right" },
      { title: "VERDICTS", cell: ({ verdicts }) => counted(verdicts) },
      { title: "FOUND BY", cell: ({ detectors }) => counted(detectors) },
    ],
    releases,
    terminal,
  );
  return `Since ${formatTime(since)}.\n\n${table}`;
}

/** `pass 90, block 3`, the most frequent first. */
function counted(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
  const shown = sorted.slice(0, maxShown).map(([name, count]) => `${name} ${count}`);
  if (sorted.length > maxShown) shown.push("…");
  return shown.length === 0 ? "-" : shown.join(", ");
}
