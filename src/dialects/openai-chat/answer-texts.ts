import type { AnswerTextKind } from "../answer-text.ts";
import { anyText, toolArguments, without, type AnswerShape } from "../texts/answer-shape.ts";
import { rulesFor } from "../texts/text-shape.ts";

/** The members around a choice's texts in a plain answer and in a stream's chunks. */
const wrappers: ReadonlySet<string> = new Set(["message", "delta"]);

/** Where chat answers and completions have their texts, plain and streamed. */
export const chatAnswerTexts: AnswerShape = {
  top: rulesFor<AnswerTextKind>(
    ["id object created model provider system_fingerprint service_tier usage x_groq error", { silent: true }],
    ["prompt_filter_results moderation obfuscation p copilot_usage request_id", { silent: true }],
    ["choices", {}],
    // What a stored answer echoes of its request; a tool that is offered there is no call.
    ["tools tool_choice response_format metadata input_user", { kind: "text", decides: true }],
  ),
  members: rulesFor<AnswerTextKind>(
    ["reasoning_content reasoning reasoning_details thinking", { kind: "reasoning" }],
    ["refusal", { kind: "refusal" }],
    ["name", { kind: "tool-name" }],
    // Names of sources and files are no calls.
    ["annotations citations", { kind: "text", decides: true }],
    ["arguments input", toolArguments],
    ["content_filter_results usage error", { silent: true }],
    ["logprobs", { silent: true, keep: true }],
  ),
  classify: () => undefined,
  otherwise: anyText,
  // What stands beside the choices (a search's results) is said again in every chunk.
  channelOf: ({ segments }) => ({ segments: without(segments, wrappers), whole: segments[0] !== "choices" }),
};
