import type { ConfigExplanation, ConfigOrigin } from "../../config/explain-config.ts";
import { explainConfig } from "../../config/explain-config.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { requireLocal } from "../require-local.ts";
import { renderFields } from "../table.ts";
import type { Terminal } from "../terminal.ts";

export const configExplain = defineCommand({
  name: "config explain",
  summary: "Say what a key of holdfast.yaml is for, what it is now, and why.",
  description: "Without a path: the keys at the top.",
  localOnly: true,
  arguments: [{ name: "path", says: "Such as limits.connect, providers.groq.baseUrl or prices[0].", required: false }],
  options: {},
  examples: ["holdfast config explain limits.connect", "holdfast config explain storage"],
  run(input, context) {
    requireLocal(context);
    const { machine, shared } = context;
    const { path, text } = machine.readConfigText(shared.configPath);
    const explained = explainConfig(input.arguments[0] ?? "", { text, env: machine.env });
    if (!explained.ok) {
      const message =
        explained.suggestion === undefined
          ? explained.message
          : `${explained.message} ${sentence(explained.suggestion)}`;
      context.print({ ok: false, message }, () => message);
      return Promise.resolve(exitCodes.failed.code);
    }
    const { explanation } = explained;
    context.print(
      { ok: true, ...explanation, value: explanation.value ?? null, default: explanation.default ?? null },
      () => render(explanation, path, machine.terminal),
    );
    return Promise.resolve(exitCodes.ok.code);
  },
});

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function render(explanation: ConfigExplanation, file: string, terminal: Terminal): string {
  const title = explanation.path === "" ? "holdfast.yaml" : explanation.path;
  const fields = renderFields(
    [
      ["type", explanation.type],
      ["allowed", explanation.allowed.join(", ")],
      ["default", shown(explanation.default)],
      ["value", explanation.keys.length > 0 ? undefined : shown(explanation.value)],
      ["from", originText(explanation.origin, file)],
    ],
    terminal,
  );
  const keys = explanation.keys.map(({ key, description }) => [key, description] as const);
  const below = keys.length === 0 ? "" : `\n\n${terminal.style("bold", "Keys")}\n${renderFields(keys, terminal)}`;
  return `${terminal.style("bold", title)}\n  ${explanation.description}\n\n${fields}${below}`;
}

/** As it could be written into the file; a mapping is shown key by key below. */
function shown(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function originText(origin: ConfigOrigin, file: string): string {
  switch (origin.kind) {
    case "file":
      return `${file}, line ${origin.line}`;
    case "environment":
      return "the environment";
    case "default":
      return "the default";
    case "unset":
      return "it is not set";
  }
}
