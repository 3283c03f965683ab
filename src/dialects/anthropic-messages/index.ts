import type { HoldfastError } from "../../errors.ts";
import type { Dialect } from "../dialect.ts";
import { dialectTexts } from "../dialect-texts.ts";
import { inputText } from "../input-text.ts";
import { maxPlainText } from "../plain-text-bound.ts";
import { readRequest } from "../read-request.ts";
import { readWholeAnswer } from "../read-whole-answer.ts";
import { renderErrorBody } from "../render-error-body.ts";
import { setModel } from "../set-model.ts";
import { watchEvents } from "../watch-events.ts";
import { AnthropicReader } from "./reader.ts";
import { anthropicAnswerTexts } from "./answer-texts.ts";
import { applyPrompt } from "./apply-prompt.ts";
import { anthropicRequestTexts } from "./request-texts.ts";
import { AnthropicEnding } from "./stream-ending.ts";
import { readPromptRef } from "../read-prompt-ref.ts";

const encoder = new TextEncoder();

/** Anthropic's error types by status. */
const typeOfStatus: ReadonlyMap<number, string> = new Map([
  [401, "authentication_error"],
  [403, "permission_error"],
  [404, "not_found_error"],
  [413, "request_too_large"],
  [429, "rate_limit_error"],
  [504, "timeout_error"],
  [529, "overloaded_error"],
]);

/** Anthropic's messages. */
export const anthropicMessages: Dialect = {
  id: "anthropic-messages",
  readRequest: (body) => readRequest(body, [["metadata", "user_id"]]),
  // Its streams report usage without being asked.
  askForUsage: () => undefined,
  setModel: (body, model) => [setModel(body, model)],
  readAnswer(body) {
    return readWholeAnswer(new AnthropicReader(maxPlainText), body);
  },
  watchStream(options) {
    return watchEvents(new AnthropicReader(options.maxOutputText), options);
  },
  inputText: (body, maxText) => inputText(body, ["system", "messages", "tools"], maxText),
  renderError: (error, callId) => renderErrorBody(error, errorBody(error, callId), ["request-id", callId]),
  renderStreamError: (error, callId) =>
    encoder.encode(`\n\nevent: error\ndata: ${JSON.stringify(errorBody(error, callId))}\n\n`),
  texts: dialectTexts(anthropicRequestTexts, {
    shape: anthropicAnswerTexts,
    elements: false,
    ending: () => new AnthropicEnding(),
  }),
  readPromptRef,
  applyPrompt,
};

function errorBody(error: HoldfastError, callId: string) {
  const { status } = error.traits;
  const type = typeOfStatus.get(status) ?? (status >= 500 ? "api_error" : "invalid_request_error");
  // Anthropic's own errors have no code; its SDK reads one from here.
  const details = { error_code: error.code };
  return { type: "error", error: { type, message: error.message, details }, request_id: callId };
}
