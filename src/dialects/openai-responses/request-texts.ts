import type { SpanKind } from "../transcript.ts";
import {
  altText,
  answerForm,
  classifyRequestObject,
  documentText,
  fileName,
  silent,
  system,
  toolDefinition,
  toolResult,
  user,
} from "../texts/request-classes.ts";
import { rulesFor, type TextShape } from "../texts/text-shape.ts";

/** Where a request for a response has its texts. */
export const responsesRequestTexts: TextShape<SpanKind> = {
  top: rulesFor<SpanKind>(
    ["model user safety_identifier prompt_cache_key prompt_cache_retention service_tier metadata", silent],
    ["include truncation previous_response_id conversation reasoning stream stream_options tool_choice", silent],
    ["input", {}],
    ["instructions", system],
    ["tools", toolDefinition],
    ["text", answerForm],
    ["variables", { ...user, inside: "free" }],
  ),
  members: rulesFor<SpanKind>(
    ["output outputs", toolResult],
    ["results", documentText],
    ["filename", fileName],
    ["title alt alt_text", altText],
    ["variables attributes", { inside: "free" }],
    ["parameters schema input_schema output_schema", { inside: "schema" }],
    ["logprobs", silent],
  ),
  classify: classifyRequestObject,
  otherwise: user,
};
