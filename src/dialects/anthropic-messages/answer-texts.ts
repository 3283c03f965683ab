import type { AnswerTextKind } from "../answer-text.ts";
import { anyText, toolArguments, type AnswerPlace, type AnswerShape } from "../texts/answer-shape.ts";
import { rulesFor } from "../texts/text-shape.ts";

/** Where messages have their texts, plain and streamed. */
export const anthropicAnswerTexts: AnswerShape = {
  top: rulesFor<AnswerTextKind>(
    ["id type role model stop_reason stop_sequence usage container error request_id", { silent: true }],
    ["context_management", { silent: true }],
    ["message", { inside: "top" }],
    ["content delta content_block", {}],
  ),
  members: rulesFor<AnswerTextKind>(
    ["thinking", { kind: "reasoning" }],
    ["name", { kind: "tool-name" }],
    ["partial_json", { kind: "tool-arguments" }],
    ["input", toolArguments],
    ["stop_reason stop_sequence", { silent: true }],
  ),
  classify: () => undefined,
  otherwise: anyText,
  channelOf: (place) => ({ segments: channelSegments(place), whole: false }),
};

/** `content`, the block's index, and the member that the block has in the end. */
function channelSegments({ segments: [first, ...rest], facts }: AnswerPlace): readonly string[] {
  if (first === "message") return rest;
  if (first !== "delta" && first !== "content_block") return first === undefined ? [] : [first, ...rest];
  const block = ["content", String(facts.numbers?.get("index") ?? 0)];
  return [...block, ...(rest[0] === "partial_json" ? ["input"] : rest)];
}
