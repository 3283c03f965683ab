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
  user,
} from "../texts/request-classes.ts";
import { rulesFor, type TextShape } from "../texts/text-shape.ts";

/** Where a request for a message has its texts. */
export const anthropicRequestTexts: TextShape<SpanKind> = {
  top: rulesFor<SpanKind>(
    [
      "model metadata stop_sequences service_tier stream thinking cache_control container inference_geo tool_choice",
      silent,
    ],
    ["messages", {}],
    ["system", system],
    ["tools", toolDefinition],
    ["output_config output_format", answerForm],
    ["variables", { ...user, inside: "free" }],
  ),
  members: rulesFor<SpanKind>(
    ["input", { inside: "free" }],
    ["filename file_name", fileName],
    ["title alt alt_text document_title", altText],
    ["context", documentText],
    ["variables", { inside: "free" }],
    ["input_schema schema", { inside: "schema" }],
    ["input_examples", { inside: "free" }],
  ),
  classify: classifyRequestObject,
  otherwise: user,
};
