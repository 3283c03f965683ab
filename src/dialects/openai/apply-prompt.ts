import { HoldfastError } from "../../errors.ts";
import type { AppliedPrompt } from "../prompt-edits/applied-prompt.ts";

/** Embeddings, completions and the rest have no messages that a prompt could go before. */
export function applyPrompt(): AppliedPrompt {
  throw new HoldfastError("request-invalid", {
    message: "This endpoint takes no Holdfast prompt; chat completions, responses, messages and generateContent do.",
    param: "prompt",
  });
}
