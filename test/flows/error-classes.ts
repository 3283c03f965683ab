import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

type ErrorClass = new (...parts: never[]) => Error;

const openaiClasses: ReadonlyMap<number, ErrorClass> = new Map<number, ErrorClass>([
  [400, OpenAI.BadRequestError],
  [401, OpenAI.AuthenticationError],
  [403, OpenAI.PermissionDeniedError],
  [404, OpenAI.NotFoundError],
  [409, OpenAI.ConflictError],
  [422, OpenAI.UnprocessableEntityError],
  [429, OpenAI.RateLimitError],
]);

/** The exception that OpenAI's SDK is documented to raise for a status. */
export function openaiClassOf(status: number): ErrorClass {
  return openaiClasses.get(status) ?? (status >= 500 ? OpenAI.InternalServerError : OpenAI.APIError);
}

const anthropicClasses: ReadonlyMap<number, ErrorClass> = new Map<number, ErrorClass>([
  [400, Anthropic.BadRequestError],
  [401, Anthropic.AuthenticationError],
  [403, Anthropic.PermissionDeniedError],
  [404, Anthropic.NotFoundError],
  [409, Anthropic.ConflictError],
  [422, Anthropic.UnprocessableEntityError],
  [429, Anthropic.RateLimitError],
]);

/** The same for Anthropic's; it has finer classes besides, all of them of these. */
export function anthropicClassOf(status: number): ErrorClass {
  return anthropicClasses.get(status) ?? (status >= 500 ? Anthropic.InternalServerError : Anthropic.APIError);
}
