import { HoldfastError } from "../../errors.ts";
import type { RenderedPrompt } from "../../prompts/prompt.ts";
import type { JsonBody } from "../json-body.ts";
import type { AppliedPrompt } from "../prompt-edits/applied-prompt.ts";

/** Embeddings, completions and the rest have no messages that a prompt could go before, and few of a route's parameters. */
export function applyPrompt(_body: JsonBody, prompt: RenderedPrompt): AppliedPrompt {
  const hasMessages = prompt.before.length + prompt.after.length > 0;
  if (!hasMessages) return { edits: [], losses: Object.keys(prompt.parameters).map((name) => `parameters.${name}`) };
  throw new HoldfastError("request-invalid", {
    message: "This endpoint takes no Holdfast prompt; chat completions, responses, messages and generateContent do.",
    param: "prompt",
  });
}
