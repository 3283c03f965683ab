import { LiquidError, UndefinedVariableError } from "#liquidjs";
import { HoldfastError } from "../errors.ts";
import type { PromptRole } from "./prompt.ts";
import type { PromptVersion } from "./prompt-content.ts";
import { StepLimitError } from "./template/render-template.ts";

const memberPattern = /^undefined variable: ([\w.[\]-]{1,128})/;

/** What stopped a rendering, as an error for the caller. Our own sentences only: the engine's may quote values. */
export function explainRenderFailure(
  error: unknown,
  at: { readonly prompt: PromptVersion; readonly role: PromptRole },
): HoldfastError {
  const cause = error instanceof LiquidError ? (error.originalError ?? error) : error;
  if (cause instanceof HoldfastError) return cause;
  const place = `${at.prompt.name}@${at.prompt.version}, section ${at.role}${lineOf(error)}`;
  if (error instanceof UndefinedVariableError) {
    const member = memberPattern.exec(error.message)?.[1] ?? "a member";
    return new HoldfastError("variable-invalid", {
      message: `The template reads ${member}, which the value does not have (${place}).`,
      param: `prompt.variables.${member.split(".")[0] ?? member}`,
      cause: error,
    });
  }
  return new HoldfastError("prompt-unrenderable", { message: `It ${reasonOf(cause)} (${place}).`, cause: error });
}

function lineOf(error: unknown): string {
  return error instanceof LiquidError ? `, line ${error.token.getPosition()[0] ?? 1}` : "";
}

function reasonOf(cause: unknown): string {
  if (cause instanceof StepLimitError) return `takes ${cause.message}: shorten the lists that it loops over`;
  return cause instanceof Error && cause.message.includes("memory alloc limit")
    ? "needs too much memory: shorten the values, lists and ranges"
    : "has a calculation that is not defined for these values";
}
