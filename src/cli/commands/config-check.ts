import { loadConfig } from "../../config/load-config.ts";
import { renderProblems } from "../../config/render-problems.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { requireLocal } from "../require-local.ts";

export const configCheck = defineCommand({
  name: "config check",
  summary: "Check holdfast.yaml and show every problem at once.",
  description:
    "Exits with 3 when there is a problem. Nothing is started, and secrets are not looked at: `holdfast doctor` does that.",
  localOnly: true,
  arguments: [{ name: "file", says: "The file to check; without it: --config, or holdfast.yaml.", required: false }],
  options: {},
  examples: ["holdfast config check", "holdfast config check deploy/holdfast.yaml --json"],
  run(input, context) {
    requireLocal(context);
    const { machine, shared } = context;
    const { path, text } = machine.readConfigText(input.arguments[0] ?? shared.configPath);
    const loaded = loadConfig({ text, env: machine.env });
    if (!loaded.ok) {
      context.print({ ok: false, file: path, problems: loaded.problems }, () => renderProblems(loaded.problems, path));
      return Promise.resolve(exitCodes.config.code);
    }
    const providers = Object.keys(loaded.config.providers);
    const routes = Object.keys(loaded.config.routes);
    context.print({ ok: true, file: text === undefined ? null : path, providers, routes }, () =>
      text === undefined
        ? `There is no ${path}, which is fine: providers are ${providers.join(", ")}. Write one with: ${machine.invocation} init`
        : `${path} is valid: ${count(providers.length, "provider")}, ${count(routes.length, "route")}.`,
    );
    return Promise.resolve(exitCodes.ok.code);
  },
});

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
