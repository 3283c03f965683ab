import { exitCodes } from "../exit-codes.ts";
import { defineCommand } from "../command.ts";
import { renderFields } from "../table.ts";
import { keyFields } from "../key-fields.ts";

export const keysCreate = defineCommand({
  name: "keys create",
  summary: "Make an API key. It is shown once.",
  description:
    "An application sends the key where its SDK puts a provider's. Calls made with it are counted for its project.\n\n" +
    "Scopes: call (models), passthrough (files, batches, /providers/…), ledger:read (the project's calls), " +
    "releases:write (apply, promote, rollback, labels, holdfast-release), admin (everything). Without --scope: call and " +
    "passthrough.\n\n" +
    "The key works at once where it was made by a gateway, and on every replica within a second.",
  options: {
    name: { kind: "text", value: "<name>", says: "which application or person the key is for", required: true },
    project: { kind: "text", value: "<project>", says: "Project that its calls belong to; without it: default." },
    scope: { kind: "list", value: "<scope>", says: "What it may do; may be given several times." },
    route: {
      kind: "list",
      value: "<route>",
      says: "A route or provider/model it may use, with a * at the end for a prefix; several times. Without it: all.",
    },
    guards: {
      kind: "text",
      value: "<policy>",
      says: "A guard policy that holds for its calls besides their routes'; without it: theirs alone.",
    },
    expires: {
      kind: "text",
      value: "<when>",
      says: "After a time (30d) or at a moment (2026-12-31T00:00:00Z); without it: never.",
    },
  },
  examples: [
    "holdfast keys create --name support-bot",
    "holdfast keys create --name support-bot --project shop --route support --expires 90d",
    "holdfast keys create --name partner --guards strict",
    "holdfast keys create --name dashboard --scope ledger:read --json",
  ],
  async run({ options }, context) {
    const client = await context.client({ mayCreate: true });
    const created = await client.keys.create({
      name: options.name,
      project: options.project,
      scopes: options.scope === undefined ? undefined : [...options.scope],
      allowed_routes: options.route === undefined ? undefined : [...options.route],
      guards: options.guards,
      expires: options.expires,
    });
    const { terminal } = context.machine;
    context.print(created, () =>
      [
        terminal.style("bold", created.key),
        "",
        renderFields(keyFields(created), terminal),
        "",
        terminal.style("yellow", "This is the only time the key is shown. Keep it where your application finds it."),
      ].join("\n"),
    );
    return exitCodes.ok.code;
  },
});
