import type { Dialect } from "../dialect.ts";
import { dialectTexts } from "../dialect-texts.ts";
import { inputText } from "../input-text.ts";
import { OpenAiReader, type OpenAiForm } from "../openai-reader.ts";
import { readRequest } from "../read-request.ts";
import { readWholeAnswer } from "../read-whole-answer.ts";
import { renderOpenAiError } from "../render-openai-error.ts";
import { renderOpenAiStreamError } from "../render-openai-stream-error.ts";
import { setModel } from "../set-model.ts";
import { maxPlainText } from "../plain-text-bound.ts";
import { watchEvents } from "../watch-events.ts";
import { askForUsage } from "./ask-for-usage.ts";
import { chatAnswerTexts } from "./answer-texts.ts";
import { applyPrompt } from "./apply-prompt.ts";
import { chatRequestTexts } from "./request-texts.ts";
import { ChatEnding } from "./stream-ending.ts";
import { readPromptRef } from "../read-prompt-ref.ts";

const form: OpenAiForm = { textKey: /"delta":/g, endTypes: new Set(), notMetered: new Set() };

/** OpenAI's chat completions, as OpenAI and its many relatives speak them. */
export const openAiChat: Dialect = {
  id: "openai-chat",
  readRequest: (body) => readRequest(body, [["user"], ["safety_identifier"]]),
  askForUsage,
  setModel: (body, model) => [setModel(body, model)],
  readAnswer(body, quirks) {
    return readWholeAnswer(new OpenAiReader({ form, quirks, maxOutputText: maxPlainText }), body);
  },
  watchStream(options) {
    return watchEvents(new OpenAiReader({ form, ...options }), options);
  },
  inputText: (body, maxText) => inputText(body, ["messages", "tools", "functions", "response_format"], maxText),
  renderError: renderOpenAiError,
  renderStreamError: renderOpenAiStreamError,
  texts: dialectTexts(chatRequestTexts, { shape: chatAnswerTexts, elements: false, ending: () => new ChatEnding() }),
  readPromptRef,
  applyPrompt,
};
