import type { CallView } from "../../ledger/call-view.ts";
import { callOptions, callQuery } from "../call-options.ts";
import { costOf, endingOf, outcomeStyle, tokensOf, wayOf } from "../call-texts.ts";
import type { ControlClient, Query } from "../client.ts";
import { defineCommand } from "../command.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import { formatMilliseconds, formatTime } from "../format-time.ts";
import { uniqueLength } from "../shorten-ids.ts";
import type { Column } from "../table.ts";
import { renderTable } from "../table.ts";

const defaultLimit = 20;
const maxLimit = 100_000;
const pageSize = 1_000;

export const callsList = defineCommand({
  name: "calls list",
  summary: "List calls, newest first.",
  description:
    "The cost of a call whose price is not known is shown as ?, never as 0; where no provider was asked, as -. Numbers with ~ were counted or estimated, " +
    "because the provider did not say them. With --json: one line a call, whole; a cost is in nano-dollars (10⁻⁹ US dollars).",
  options: {
    ...callOptions,
    limit: {
      kind: "number",
      value: "<count>",
      says: `At most so many, up to ${maxLimit}; without it: ${defaultLimit}.`,
    },
  },
  examples: [
    "holdfast calls list --since 1h",
    "holdfast calls list --status 4xx --route support",
    "holdfast calls list --min-cost 0.05 --since 7d --limit 100000 --json > expensive.jsonl",
  ],
  async run({ options }, context) {
    const { limit = defaultLimit, ...filter } = options;
    if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
      throw new UsageError(`--limit takes a whole number from 1 to ${maxLimit}.`);
    }
    const { terminal } = context.machine;
    const client = await context.client();
    const shown: CallView[] = [];
    let isMore = false;
    for await (const page of pages(client, callQuery(filter), limit)) {
      isMore = page.isMore;
      // Lines go out as they come: a long list need not fit into memory, and a broken pipe ends it.
      if (context.shared.json) for (const call of page.calls) terminal.out(JSON.stringify(call));
      else shown.push(...page.calls);
    }
    if (context.shared.json) return exitCodes.ok.code;
    if (shown.length === 0) {
      terminal.out(`No call matches in the ledger (${client.place}).`);
      return exitCodes.ok.code;
    }
    terminal.out(renderTable(columnsFor(shown), shown, terminal));
    if (isMore) terminal.err(`There are more: --limit shows as many as you want, --since and --until where to look.`);
    return exitCodes.ok.code;
  },
});

interface Page {
  readonly calls: readonly CallView[];
  readonly isMore: boolean;
}

async function* pages(client: ControlClient, query: Query, limit: number): AsyncGenerator<Page> {
  let left = limit;
  let after: string | undefined;
  while (left > 0) {
    const page = await client.calls.list({ ...query, limit: String(Math.min(left, pageSize)), after });
    left -= page.calls.length;
    yield { calls: page.calls, isMore: page.next !== null };
    if (page.next === null) return;
    after = page.next;
  }
}

function columnsFor(calls: readonly CallView[]): readonly Column<CallView>[] {
  const length = uniqueLength(calls.map(({ id }) => id));
  return [
    { title: "TIME", cell: (call) => formatTime(call.started_at) },
    { title: "CALL", cell: (call) => call.id.slice(0, length) },
    { title: "STATUS", cell: (call) => String(call.status), align: "right", style: outcomeStyle },
    { title: "OUTCOME", cell: endingOf, style: outcomeStyle },
    { title: "ROUTE → TARGET", cell: wayOf, maxWidth: 52 },
    { title: "TOKENS", cell: tokensOf, align: "right" },
    { title: "COST", cell: costOf, align: "right" },
    { title: "LATENCY", cell: (call) => formatMilliseconds(call.latency_ms), align: "right" },
  ];
}
