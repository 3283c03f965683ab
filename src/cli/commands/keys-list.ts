import type { KeyView } from "../../access/key-view.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatTime } from "../format-time.ts";
import { routesText } from "../key-fields.ts";
import type { Column } from "../table.ts";
import { renderTable } from "../table.ts";

const columns: readonly Column<KeyView>[] = [
  { title: "KEY", cell: (key) => `${key.prefix}…` },
  { title: "NAME", cell: (key) => key.name, maxWidth: 32 },
  { title: "PROJECT", cell: (key) => key.project, maxWidth: 24 },
  { title: "STATUS", cell: (key) => key.status, style: (key) => (key.status === "active" ? "green" : "dim") },
  { title: "SCOPES", cell: (key) => key.scopes.join(","), maxWidth: 32 },
  { title: "ROUTES", cell: routesText, maxWidth: 32 },
  { title: "CREATED", cell: (key) => formatTime(key.created_at) },
  { title: "EXPIRES", cell: (key) => (key.expires_at === null ? "never" : formatTime(key.expires_at)) },
];

export const keysList = defineCommand({
  name: "keys list",
  summary: "List all keys, the oldest first.",
  description: "The keys themselves are kept nowhere: a key is recognised by its first characters.",
  options: {
    project: { kind: "text", value: "<project>", says: "Keys of this project only." },
    active: { kind: "flag", says: "Leave out keys that are revoked or have expired." },
  },
  examples: ["holdfast keys list", "holdfast keys list --active --project shop --json"],
  async run({ options }, context) {
    const client = await context.client();
    const keys = (await client.keys.list()).filter(
      (key) =>
        (options.project === undefined || key.project === options.project) &&
        (!options.active || key.status === "active"),
    );
    context.print({ keys }, () =>
      keys.length === 0
        ? `There is no such key. Make one with: ${context.machine.invocation} keys create --name my-app`
        : renderTable(columns, keys, context.machine.terminal),
    );
    return exitCodes.ok.code;
  },
});
