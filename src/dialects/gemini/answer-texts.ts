import type { AnswerTextKind } from "../answer-text.ts";
import { anyText, toolArguments, type AnswerPlace, type AnswerShape, type Channel } from "../texts/answer-shape.ts";
import { rulesFor } from "../texts/text-shape.ts";

/** Where generated content has its texts, plain and streamed. */
export const geminiAnswerTexts: AnswerShape = {
  top: rulesFor<AnswerTextKind>(
    ["usageMetadata modelVersion responseId createTime promptFeedback modelStatus error", { silent: true }],
    ["candidates", {}],
  ),
  members: rulesFor<AnswerTextKind>(
    ["name", { kind: "tool-name" }],
    ["args partialArgs", toolArguments],
    ["executableCode", { kind: "tool-arguments" }],
    ["safetyRatings finishReason avgLogprobs tokenCount", { silent: true }],
    ["logprobsResult", { silent: true, keep: true }],
  ),
  classify: ({ thought }) => (thought ? { kind: "reasoning" } : undefined),
  otherwise: anyText,
  channelOf,
};

/**
 * A stream's pieces repeat the whole form, each with its own list of parts: texts of one candidate and kind follow each
 * other, so do the pieces of arguments, and everything else is complete where it stands.
 */
function channelOf({ segments, kind }: AnswerPlace): Channel {
  const [list, candidate = "0", , parts, , member] = segments;
  if (list !== "candidates" || parts !== "parts") return { segments, whole: true };
  if (member === "text" && segments.length === 6) return { segments: ["candidates", candidate, kind], whole: false };
  const isPiece = member === "functionCall" && segments.at(-1) === "stringValue";
  return isPiece
    ? { segments: ["candidates", candidate, "functionCall", "partialArgs"], whole: false }
    : { segments, whole: true };
}
