import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { eventColumns } from "../event-columns.ts";
import { renderTable } from "../table.ts";

export const auditList = defineCommand({
  name: "audit list",
  summary: "Show who changed prompts, labels, releases and pins.",
  description: "Newest first. With --json the answer's `next` continues the list, as --before.",
  options: {
    subject: { kind: "text", value: "<name>", says: "Changes of this route or prompt." },
    actor: { kind: "text", value: "<who>", says: "Changes by this person or key, as the list shows it." },
    action: { kind: "text", value: "<what>", says: "Changes of this kind, such as route.rollback." },
    limit: { kind: "number", value: "<count>", says: "Most entries to show; without it 50." },
    before: { kind: "text", value: "<id>", says: "Entries older than this one." },
  },
  examples: ["holdfast audit list", "holdfast audit list --action route.rollback --json"],
  async run({ options }, context) {
    const client = await context.client();
    const page = await client.audit.list({ ...options, limit: options.limit?.toString() });
    context.print(page, () =>
      page.events.length === 0
        ? "There is no such entry."
        : renderTable(eventColumns, page.events, context.machine.terminal),
    );
    return exitCodes.ok.code;
  },
});
