import { resolve } from "node:path";
import type { CommandContext } from "../command.ts";
import { defineCommand } from "../command.ts";
import { checkConfig } from "../doctor/check-config.ts";
import { checkDatabase } from "../doctor/check-database.ts";
import { checkDataDirectory } from "../doctor/check-data-directory.ts";
import { checkNode } from "../doctor/check-node.ts";
import { checkPort } from "../doctor/check-port.ts";
import { checkProviders } from "../doctor/check-providers.ts";
import { checkRemote } from "../doctor/check-remote.ts";
import { checkSpool } from "../doctor/check-spool.ts";
import type { CheckResult } from "../doctor/check.ts";
import { exitCodes } from "../exit-codes.ts";
import { renderTable } from "../table.ts";
import type { Style, Terminal } from "../terminal.ts";

export const doctor = defineCommand({
  name: "doctor",
  summary: "Check everything that a gateway needs, and say what to do.",
  description:
    "Looks at Node, the configuration, every provider's secrets, the database and its schema, the data directory, the " +
    "port and the spool. With --url: whether that gateway is ready, and whether the token opens it. Exits with 1 when " +
    "something has failed; warnings alone do not.",
  options: {
    online: { kind: "flag", says: "Also ask whether the providers' hosts can be reached." },
  },
  examples: ["holdfast doctor", "holdfast doctor --online", "holdfast doctor --url https://gateway.example.com"],
  async run({ options }, context) {
    const { url } = context.shared;
    const results = url === undefined ? await checkMachine(context, options.online) : await checkRemote(context, url);
    const hasFailed = results.some(({ status }) => status === "fail");
    context.print({ ok: !hasFailed, checks: results }, () => render(results, context.machine.terminal));
    return hasFailed ? exitCodes.failed.code : exitCodes.ok.code;
  },
});

async function checkMachine(context: CommandContext, online: boolean): Promise<readonly CheckResult[]> {
  const { result, config } = checkConfig(context);
  const first = [checkNode(), result];
  // Without a configuration nobody knows what else there should be.
  if (config === undefined) return first;
  const { machine, shared } = context;
  const facts = {
    context,
    config,
    dataDir: resolve(machine.workingDirectory, shared.dataDir ?? config.storage.dataDir),
  };
  return [
    ...first,
    ...(await checkProviders(facts, online)),
    await checkDataDirectory(facts),
    await checkDatabase(facts),
    await checkSpool(facts),
    await checkPort(facts),
  ];
}

const styles: Readonly<Record<CheckResult["status"], Style>> = { ok: "green", warn: "yellow", fail: "red" };

function render(results: readonly CheckResult[], terminal: Terminal): string {
  const table = renderTable(
    [
      { title: "", cell: ({ status }) => status, style: ({ status }) => styles[status] },
      { title: "CHECK", cell: ({ name }) => name },
      { title: "FOUND", cell: ({ says }) => says },
    ],
    results,
    terminal,
  );
  const todos = results.flatMap(({ name, todo }) => (todo === undefined ? [] : [`  ${name}: ${todo}`]));
  const failed = results.filter(({ status }) => status === "fail").length;
  const warned = results.filter(({ status }) => status === "warn").length;
  const verdict = failed + warned === 0 ? "All is well." : `${failed} failed, ${warned} to look at.`;
  return [table, "", verdict, ...(todos.length > 0 ? ["What to do:", ...todos] : [])].join("\n");
}
