import type { HoldfastError } from "../errors.ts";
import type { RenderedError } from "./dialect.ts";
import { openAiError } from "./openai-error.ts";
import { renderErrorBody } from "./render-error-body.ts";

/** A Holdfast error as an answer of OpenAI's API; its SDK shows the call's id as the request's. */
export function renderOpenAiError(error: HoldfastError, callId: string): RenderedError {
  return renderErrorBody(error, { error: openAiError(error) }, ["x-request-id", callId]);
}
