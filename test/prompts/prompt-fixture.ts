import { HoldfastError } from "../../src/errors.ts";
import { canonicalPrompt } from "../../src/prompts/canonical-prompt.ts";
import { compilePrompt, type CompiledPrompt } from "../../src/prompts/compile-prompt.ts";
import { parsePromptFile } from "../../src/prompts/parse-prompt-file.ts";
import type { RenderedMessage, RenderedPrompt } from "../../src/prompts/prompt.ts";
import type { PromptContent } from "../../src/prompts/prompt-content.ts";
import type { PromptFile, PromptProblem } from "../../src/prompts/prompt-file.ts";
import { renderPrompt } from "../../src/prompts/render-prompt.ts";

type PartialTexts = Readonly<Record<string, string>>;

function partialFiles(partials: PartialTexts): ReadonlyMap<string, PromptFile> {
  return new Map(Object.entries(partials).map(([name, text]) => [name, { path: `partials/${name}.md`, text }]));
}

/** The content of a prompt file that must be good. */
export function contentOf(text: string, partials: PartialTexts = {}): PromptContent {
  const parsed = parsePromptFile({ path: "prompts/test.md", text }, partialFiles(partials));
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  return parsed.prompt.content;
}

/** The problems of a prompt file that must be bad. */
export function problemsOf(text: string, partials: PartialTexts = {}): readonly PromptProblem[] {
  const parsed = parsePromptFile({ path: "prompts/test.md", text }, partialFiles(partials));
  if (parsed.ok) throw new Error("the file has no problems");
  return parsed.problems;
}

/** `3:8 system has …`: a problem in one line. */
export function problemLines(text: string, partials: PartialTexts = {}): readonly string[] {
  return problemsOf(text, partials).map(({ path, line, column, message, suggestion }) =>
    [`${line}:${column}`, path, message, suggestion].filter((part) => part !== undefined && part !== "").join(" "),
  );
}

export function compiled(text: string, partials: PartialTexts = {}): CompiledPrompt {
  const content = contentOf(text, partials);
  return compilePrompt({ name: "test", version: 1, hash: canonicalPrompt(content).hash, content });
}

/** Front matter that declares variables in YAML's short form, before a body. */
export function withVariables(variables: string, body: string): string {
  return `---\nvariables: { ${variables} }\n---\n${body}`;
}

export function rendered(text: string, variables: Readonly<Record<string, unknown>> = {}): RenderedPrompt {
  return renderPrompt(compiled(text), variables);
}

/** A message's text, whatever it is made of; a medium shows as its URL in angle brackets. */
export function messageText({ parts }: RenderedMessage): string {
  return parts
    .map((part) => (part.kind === "media" ? `<${part.url}>` : part.spans.map(({ text }) => text).join("")))
    .join("");
}

/** `system: text` of each message, the place of the caller's messages as `history`. */
export function transcript(prompt: RenderedPrompt): readonly string[] {
  const lines = (messages: readonly RenderedMessage[]): readonly string[] =>
    messages.map((message) => `${message.role}: ${messageText(message)}`);
  return [...lines(prompt.before), "history", ...lines(prompt.after)];
}

/** The refusal that an action must end in. */
export function failure(act: () => unknown): HoldfastError {
  try {
    act();
  } catch (error) {
    if (error instanceof HoldfastError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
