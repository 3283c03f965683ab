import type { Dialect } from "../dialect.ts";
import { dialectTexts } from "../dialect-texts.ts";
import { inputText } from "../input-text.ts";
import { OpenAiReader, type OpenAiForm } from "../openai-reader.ts";
import { maxPlainText } from "../plain-text-bound.ts";
import { readRequest } from "../read-request.ts";
import { readWholeAnswer } from "../read-whole-answer.ts";
import { renderOpenAiError } from "../render-openai-error.ts";
import { renderOpenAiStreamError } from "../render-openai-stream-error.ts";
import { setModel } from "../set-model.ts";
import { watchEvents } from "../watch-events.ts";
import { chatAnswerTexts } from "../openai-chat/answer-texts.ts";
import { applyPrompt } from "./apply-prompt.ts";
import { openAiRequestTexts } from "./request-texts.ts";
import { ChatEnding } from "../openai-chat/stream-ending.ts";

const form: OpenAiForm = {
  textKey: /"(?:text|delta)":/g,
  endTypes: new Set([
    "transcript.text.done",
    "speech.audio.done",
    "image_generation.completed",
    "image_edit.completed",
  ]),
  // A batch's usage sums up calls that were metered, or billed, as its own; asking for its state again adds nothing.
  notMetered: new Set(["batch"]),
};

/** The rest of OpenAI's API: embeddings, completions, rerank, images, transcriptions, moderations and whatever comes. */
export const openAi: Dialect = {
  id: "openai",
  readRequest: (body) => readRequest(body, [["user"], ["safety_identifier"]]),
  // Only completions know `stream_options`, and other endpoints refuse what they do not know.
  askForUsage: () => undefined,
  setModel: (body, model) => (body.spans.has("model") ? [setModel(body, model)] : []),
  readAnswer(body, quirks) {
    return readWholeAnswer(new OpenAiReader({ form, quirks, maxOutputText: maxPlainText }), body);
  },
  watchStream(options) {
    return watchEvents(new OpenAiReader({ form, ...options }), options);
  },
  inputText: (body, maxText) => inputText(body, ["prompt", "input", "query", "documents", "texts"], maxText),
  renderError: renderOpenAiError,
  renderStreamError: renderOpenAiStreamError,
  texts: dialectTexts(openAiRequestTexts, { shape: chatAnswerTexts, elements: false, ending: () => new ChatEnding() }),
  // What completions call a prompt is a text.
  readPromptRef: () => undefined,
  applyPrompt,
};
