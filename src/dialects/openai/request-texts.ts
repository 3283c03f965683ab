import type { SpanKind } from "../transcript.ts";
import { altText, classifyRequestObject, documentText, fileName, silent, user } from "../texts/request-classes.ts";
import { rulesFor, type TextShape } from "../texts/text-shape.ts";

/** Where the rest of OpenAI's API has its texts: `prompt`, `input`, `documents`, and whatever else is a sentence. */
export const openAiRequestTexts: TextShape<SpanKind> = {
  top: rulesFor<SpanKind>(
    ["model user safety_identifier metadata stop logit_bias service_tier", silent],
    ["encoding_format response_format input_type voice size quality style background output_format", silent],
    ["moderation stream stream_options truncate purpose", silent],
    ["documents", documentText],
  ),
  members: rulesFor<SpanKind>(["filename", fileName], ["title", altText]),
  classify: classifyRequestObject,
  otherwise: user,
};
