import type { HoldfastError } from "../../errors.ts";
import type { Dialect } from "../dialect.ts";
import { dialectTexts } from "../dialect-texts.ts";
import { inputText } from "../input-text.ts";
import { openAiError } from "../openai-error.ts";
import { maxPlainText } from "../plain-text-bound.ts";
import { readRequest } from "../read-request.ts";
import { readWholeAnswer } from "../read-whole-answer.ts";
import { renderOpenAiError } from "../render-openai-error.ts";
import { setModel } from "../set-model.ts";
import { watchEvents } from "../watch-events.ts";
import { ResponsesReader } from "./reader.ts";
import { responsesAnswerTexts } from "./answer-texts.ts";
import { applyPrompt } from "./apply-prompt.ts";
import { responsesRequestTexts } from "./request-texts.ts";
import { ResponsesEnding } from "./stream-ending.ts";
import { readPromptRef } from "../read-prompt-ref.ts";

const encoder = new TextEncoder();

/** OpenAI's responses. */
export const openAiResponses: Dialect = {
  id: "openai-responses",
  readRequest: (body) => readRequest(body, [["user"], ["safety_identifier"]]),
  answersLater: (body) => body.value("background") === true,
  // Its streams report usage without being asked.
  askForUsage: () => undefined,
  setModel: (body, model) => [setModel(body, model)],
  readAnswer(body, quirks) {
    return readWholeAnswer(new ResponsesReader(quirks, maxPlainText), body);
  },
  watchStream(options) {
    return watchEvents(new ResponsesReader(options.quirks, options.maxOutputText), options);
  },
  inputText: (body, maxText) => inputText(body, ["instructions", "input", "tools"], maxText),
  renderError: renderOpenAiError,
  renderStreamError,
  texts: dialectTexts(responsesRequestTexts, {
    shape: responsesAnswerTexts,
    elements: false,
    ending: () => new ResponsesEnding(),
  }),
  ownPromptPrefix: "pmpt_",
  readPromptRef,
  applyPrompt,
};

function renderStreamError(error: HoldfastError): Uint8Array {
  const { message, code, param } = openAiError(error);
  // The API's own event has these at its top; SDKs look for them there, or under `error` when it exists.
  const event = { type: "error", code, message, param, sequence_number: null };
  return encoder.encode(`\n\nevent: error\ndata: ${JSON.stringify(event)}\n\n`);
}
