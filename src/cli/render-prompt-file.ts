import { nearestNames } from "../lib/nearest-names.ts";
import { printableText } from "../lib/printable-text.ts";
import { canonicalPrompt } from "../prompts/canonical-prompt.ts";
import { compilePrompt } from "../prompts/compile-prompt.ts";
import { loadPromptFolder } from "../prompts/load-prompt-folder.ts";
import type { RenderedMessage, RenderedPart, RenderedPrompt } from "../prompts/prompt.ts";
import type { ParsedPrompt } from "../prompts/prompt-file.ts";
import { renderPrompt } from "../prompts/render-prompt.ts";
import type { CommandContext } from "./command.ts";
import { exitCodes, UsageError, type ExitCode } from "./exit-codes.ts";
import { promptFolder } from "./prompt-folder.ts";
import { renderPromptProblems } from "./prompt-problems.ts";
import { readGivenVariables } from "./read-given-variables.ts";
import type { Terminal } from "./terminal.ts";

const maxShownUrl = 80;

interface RenderWish {
  readonly name: string;
  readonly folder: string | undefined;
  /** `name=value` each. */
  readonly given: readonly string[];
}

/** Renders a prompt file of this machine and shows it. */
export async function renderPromptFile(
  { name, folder, given }: RenderWish,
  context: CommandContext,
): Promise<ExitCode> {
  const prompt = await findPrompt(name, folder, context);
  if (prompt === undefined) return exitCodes.config.code;
  const { content } = prompt;
  const { hash } = canonicalPrompt(content);
  const variables = readGivenVariables(given, content.variables, context.machine.workingDirectory);
  // Version 0 is no version of a registry: this one is a file.
  const rendered = renderPrompt(compilePrompt({ name, version: 0, hash, content }), variables);
  context.print(rendered, () => showPrompt(rendered, context.machine.terminal));
  return exitCodes.ok.code;
}

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
