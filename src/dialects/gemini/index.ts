import type { HoldfastError } from "../../errors.ts";
import type { Dialect } from "../dialect.ts";
import { dialectTexts } from "../dialect-texts.ts";
import { inputText } from "../input-text.ts";
import { maxPlainText } from "../plain-text-bound.ts";
import { readRequest } from "../read-request.ts";
import { readWholeAnswer } from "../read-whole-answer.ts";
import { renderErrorBody } from "../render-error-body.ts";
import { watchEvents } from "../watch-events.ts";
import { GeminiReader } from "./reader.ts";
import { setModelInBody } from "./set-model-in-body.ts";
import { geminiAnswerTexts } from "./answer-texts.ts";
import { applyPrompt } from "./apply-prompt.ts";
import { geminiRequestTexts } from "./request-texts.ts";
import { GeminiEnding } from "./stream-ending.ts";
import { readPromptRef } from "../read-prompt-ref.ts";

const encoder = new TextEncoder();

/** Google's canonical error names by HTTP status (google.rpc.Code). */
const nameOfStatus: ReadonlyMap<number, string> = new Map([
  [400, "INVALID_ARGUMENT"],
  [401, "UNAUTHENTICATED"],
  [403, "PERMISSION_DENIED"],
  [404, "NOT_FOUND"],
  [408, "DEADLINE_EXCEEDED"],
  [409, "ABORTED"],
  [413, "INVALID_ARGUMENT"],
  [429, "RESOURCE_EXHAUSTED"],
  [499, "CANCELLED"],
  [500, "INTERNAL"],
  [502, "UNAVAILABLE"],
  [503, "UNAVAILABLE"],
  [504, "DEADLINE_EXCEEDED"],
]);

/** Gemini's generateContent and its relatives. The model is named in the path. */
export const gemini: Dialect = {
  id: "gemini",
  readRequest: (body) => ({ ...readRequest(body, []), model: undefined, stream: false }),
  // Its streams report usage without being asked.
  askForUsage: () => undefined,
  setModel: setModelInBody,
  readAnswer(body) {
    return readWholeAnswer(new GeminiReader(maxPlainText), body);
  },
  watchStream(options) {
    return watchEvents(new GeminiReader(options.maxOutputText), options, true);
  },
  inputText: (body, maxText) =>
    inputText(body, ["systemInstruction", "system_instruction", "contents", "content", "requests", "tools"], maxText),
  renderError: (error, callId) => renderErrorBody(error, errorBody(error, callId)),
  renderStreamError(error, callId) {
    const said = JSON.stringify(errorBody(error, callId));
    // Once as an event, which readers of event streams raise, and once bare, as Google itself breaks off a stream: older
    // SDKs of its own take an error inside an event for an empty answer, and fail at what is no event.
    return encoder.encode(`\n\ndata: ${said}\n\n${said}`);
  },
  texts: dialectTexts(geminiRequestTexts, {
    shape: geminiAnswerTexts,
    elements: true,
    ending: () => new GeminiEnding(),
  }),
  readPromptRef,
  applyPrompt,
};

function errorBody(error: HoldfastError, callId: string) {
  const { status } = error.traits;
  const details = [
    { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: error.code, domain: "holdfast" },
    { "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId: callId },
  ];
  const name = nameOfStatus.get(status) ?? (status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT");
  return { error: { code: status, message: error.message, status: name, details } };
}
