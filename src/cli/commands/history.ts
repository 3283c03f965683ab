import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { eventColumns } from "../event-columns.ts";
import { renderTable } from "../table.ts";

export const history = defineCommand({
  name: "history",
  summary: "Show what happened to a route: releases, promotions, rollbacks.",
  description: "Newest first, with who did it and why. `releases list` shows the releases themselves.",
  arguments: [{ name: "route", says: "The route, or a prompt.", required: true }],
  options: {
    limit: { kind: "number", value: "<count>", says: "Most entries to show; without it 50." },
  },
  examples: ["holdfast history support", "holdfast history support --limit 5 --json"],
  async run({ options, arguments: [subject = ""] }, context) {
    const client = await context.client();
    const page = await client.audit.list({ subject, limit: options.limit?.toString() });
    context.print(page, () =>
      page.events.length === 0
        ? `Nothing ever happened to "${subject}".`
        : renderTable(eventColumns, page.events, context.machine.terminal),
    );
    return exitCodes.ok.code;
  },
});
