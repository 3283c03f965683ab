import type { SpanKind } from "../transcript.ts";
import {
  altText,
  answerForm,
  assistant,
  classifyRequestObject,
  documentText,
  fileName,
  silent,
  toolCall,
  toolDefinition,
  user,
} from "../texts/request-classes.ts";
import { rulesFor, type TextShape } from "../texts/text-shape.ts";

/** Where a chat request has its texts. */
export const chatRequestTexts: TextShape<SpanKind> = {
  top: rulesFor<SpanKind>(
    ["model user safety_identifier prompt_cache_key prompt_cache_retention service_tier stop metadata", silent],
    ["stream stream_options modalities audio reasoning_effort verbosity logit_bias", silent],
    ["tool_choice function_call thinking", silent],
    ["messages", {}],
    ["tools functions", toolDefinition],
    ["response_format", answerForm],
    ["prediction", assistant],
    ["documents", documentText],
    ["variables", { ...user, inside: "free" }],
  ),
  members: rulesFor<SpanKind>(
    ["tool_calls function_call", toolCall],
    ["filename", fileName],
    ["title alt alt_text", altText],
    ["variables", { inside: "free" }],
    ["parameters schema", { inside: "schema" }],
    ["logprobs", silent],
  ),
  classify: classifyRequestObject,
  otherwise: user,
};
