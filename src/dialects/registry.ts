import { anthropicMessages } from "./anthropic-messages/index.ts";
import type { Dialect, DialectId } from "./dialect.ts";
import { gemini } from "./gemini/index.ts";
import { openAi } from "./openai/index.ts";
import { openAiChat } from "./openai-chat/index.ts";
import { openAiResponses } from "./openai-responses/index.ts";

/** Every dialect by its id. */
export const dialects: Readonly<Record<DialectId, Dialect>> = Object.freeze({
  "openai-chat": openAiChat,
  "openai-responses": openAiResponses,
  "anthropic-messages": anthropicMessages,
  gemini,
  openai: openAi,
});
