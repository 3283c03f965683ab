import { canonicalPrompt } from "../../prompts/canonical-prompt.ts";
import { compilePrompt } from "../../prompts/compile-prompt.ts";
import { loadPromptFolder } from "../../prompts/load-prompt-folder.ts";
import type { RenderedMessage, RenderedPart, RenderedPrompt } from "../../prompts/prompt.ts";
import type { ParsedPrompt } from "../../prompts/prompt-file.ts";
import { renderPrompt } from "../../prompts/render-prompt.ts";
import { nearestNames } from "../../lib/nearest-names.ts";
import { printableText } from "../../lib/printable-text.ts";
import { defineCommand, type CommandContext } from "../command.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import { folderOption, promptFolder } from "../prompt-folder.ts";
import { renderPromptProblems } from "../prompt-problems.ts";
import { readGivenVariables } from "../read-given-variables.ts";
import { requireLocal } from "../require-local.ts";
import type { Terminal } from "../terminal.ts";

const maxShownUrl = 80;

export const promptsRender = defineCommand({
  name: "prompts render",
  summary: "Show what a prompt file makes of some variables.",
  description:
    "Reads the file here, and asks no registry and no model. Numbers, true and false, lists and objects are written as " +
    "JSON; @file takes a file's text. What comes from a variable is shown in colour: yellow from a user, red from a tool.",
  localOnly: true,
  arguments: [{ name: "name", says: "The prompt: its file's name without .md.", required: true }],
  options: {
    var: { kind: "list", value: "<name=value>", says: "A variable, or name=@file; several times: several variables." },
    ...folderOption,
  },
  examples: [
    "holdfast prompts render classify-ticket --var ticket='I was charged twice'",
    "holdfast prompts render summarise-thread --var messages=@thread.json --json",
  ],
  async run(input, context) {
    requireLocal(context);
    const prompt = await findPrompt(input.arguments[0] ?? "", input.options.folder, context);
    if (prompt === undefined) return exitCodes.config.code;
    const { name, content } = prompt;
    const { hash } = canonicalPrompt(content);
    const variables = readGivenVariables(input.options.var ?? [], content.variables, context.machine.workingDirectory);
    // Version 0 is no version of a registry: this one is a file.
    const rendered = renderPrompt(compilePrompt({ name, version: 0, hash, content }), variables);
    context.print(rendered, () => showPrompt(rendered, context.machine.terminal));
    return exitCodes.ok.code;
  },
});

/** Undefined: the folder has problems, and they were told. */
async function findPrompt(
  name: string,
  folder: string | undefined,
  context: CommandContext,
): Promise<ParsedPrompt | undefined> {
  const path = promptFolder(folder, context.shared);
  const { prompts, problems } = loadPromptFolder(await context.machine.readPromptFiles(path));
  if (problems.length > 0) {
    context.print({ ok: false, folder: path, problems }, () => renderPromptProblems(problems));
    return undefined;
  }
  const found = prompts.find((prompt) => prompt.name === name);
  if (found !== undefined) return found;
  const names = prompts.map((prompt) => prompt.name);
  const [near] = nearestNames(name, names, 1);
  const hint = near === undefined ? `there are ${names.join(", ") || "none"}.` : `did you mean ${near}?`;
  throw new UsageError(`There is no prompt ${name.slice(0, 64)} in ${path}; ${hint}`);
}

function showPrompt({ before, after }: RenderedPrompt, terminal: Terminal): string {
  const show = (messages: readonly RenderedMessage[]): readonly string[] =>
    messages.map(
      ({ role, parts }) =>
        `${terminal.style("bold", `${role}:`)}\n${parts.map((part) => showPart(part, terminal)).join("")}`,
    );
  const callers = terminal.style("dim", "(the caller's messages)");
  return [...show(before), callers, ...show(after)].join("\n\n");
}

const styleOfTrust = { operator: "cyan", user: "yellow", tool: "red" } as const;

function showPart(part: RenderedPart, terminal: Terminal): string {
  if (part.kind === "media") {
    const url = part.url.length > maxShownUrl ? `${part.url.slice(0, maxShownUrl)}…` : part.url;
    return `\n${terminal.style("dim", `<media ${printableText(url)}>`)}\n`;
  }
  return part.spans
    .map((span) => {
      const text = printableText(span.text);
      return span.from === "template" ? text : terminal.style(styleOfTrust[span.trust], text);
    })
    .join("");
}
