import type { CallView } from "../../ledger/call-view.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { explainFinding, explainVerdict } from "../guard-texts.ts";
import { renderTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";

type Finding = NonNullable<CallView["findings"]>[number];

export const guardsExplain = defineCommand({
  name: "guards explain",
  summary: "Say what the guards saw in a call, and what came of it.",
  description:
    "Each finding with its detector, how sure it was, and where in the request or answer it stood. The ledger keeps places " +
    "and never texts; the text itself is in `calls show`, where the capture policy kept it.",
  arguments: [{ name: "call", says: "The call's id, or its beginning from 13 characters on.", required: true }],
  options: {},
  examples: ["holdfast guards explain 019abc12-3456"],
  async run({ arguments: [id = ""] }, context) {
    const client = await context.client();
    const { call } = await client.calls.show(id);
    const findings = call.findings ?? [];
    const value = { id: call.id, verdict: call.guard_verdict ?? null, release: call.release ?? null, findings };
    context.print(value, () => render(call, findings, context.machine.terminal));
    return exitCodes.ok.code;
  },
});

const unread =
  "Nothing was found in a text: no guard can read a call, or an answer, of this sort (docs/guards.md, Which calls are screened).";

/** Refused for what it is, and not for what it says. A guard that broke has a code of its own. */
function isRefusedUnread({ error_code: code }: CallView): boolean {
  return code === "guard-blocked" || code === "output-blocked";
}

function render(call: CallView, findings: readonly Finding[], terminal: Terminal): string {
  const verdict = explainVerdict(call);
  if (findings.length === 0) return isRefusedUnread(call) ? `${verdict}\n${unread}` : verdict;
  const table = renderTable(
    [
      { title: "DETECTOR", cell: ({ detector }) => detector },
      { title: "SCORE", cell: ({ score }) => score.toFixed(2), align: "right" },
      { title: "WHERE", cell: ({ pointer, start, end }) => `${pointer === "" ? "/" : pointer} ${start}–${end}` },
      { title: "WHAT IT IS", cell: explainFinding },
    ],
    findings,
    terminal,
  );
  return `${verdict}\n\n${table}`;
}
