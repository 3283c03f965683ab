import type { HoldfastError } from "../errors.ts";
import { openAiError } from "./openai-error.ts";

const encoder = new TextEncoder();

/**
 * A Holdfast error as the last event of a chat stream. The blank line first ends whatever event the stream broke off in,
 * so that this one is read as its own.
 */
export function renderOpenAiStreamError(error: HoldfastError): Uint8Array {
  return encoder.encode(`\n\ndata: ${JSON.stringify({ error: openAiError(error) })}\n\n`);
}
