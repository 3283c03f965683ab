import type { AnswerTextKind } from "../answer-text.ts";
import { anyText, toolArguments, type AnswerPlace, type AnswerShape } from "../texts/answer-shape.ts";
import { rulesFor, type ObjectFacts, type TextClass } from "../texts/text-shape.ts";

interface EventForm {
  readonly kind: AnswerTextKind;
  /** The list in an output item that the text is in, and the event's name for the position there; undefined: the item itself. */
  readonly list?: readonly [name: string, index: string];
  readonly member: string;
}

/** Events that name one text, by what stands between `response.` and `.delta` or `.done`. */
const forms: ReadonlyMap<string, EventForm> = new Map<string, EventForm>([
  ["output_text", { kind: "text", list: ["content", "content_index"], member: "text" }],
  ["refusal", { kind: "refusal", list: ["content", "content_index"], member: "refusal" }],
  ["reasoning_text", { kind: "reasoning", list: ["content", "content_index"], member: "text" }],
  ["reasoning_summary_text", { kind: "reasoning", list: ["summary", "summary_index"], member: "text" }],
  ["function_call_arguments", { kind: "tool-arguments", member: "arguments" }],
  ["mcp_call_arguments", { kind: "tool-arguments", member: "arguments" }],
  ["custom_tool_call_input", { kind: "tool-arguments", member: "input" }],
  ["code_interpreter_call_code", { kind: "tool-arguments", member: "code" }],
]);

const eventType = /^response\.(\w{1,64})\.(?:delta|done)$/;

/** Where responses have their texts, plain and streamed. What a response echoes of its request is none of them. */
export const responsesAnswerTexts: AnswerShape = {
  top: rulesFor<AnswerTextKind>(
    ["id object created_at completed_at status background error incomplete_details instructions", { silent: true }],
    ["model previous_response_id prompt reasoning service_tier store tool_choice tools top_p", { silent: true }],
    ["truncation usage user metadata conversation safety_identifier prompt_cache_key", { silent: true }],
    [
      "prompt_cache_retention billing tool_usage obfuscation event_id moderation content_filters copilot_usage",
      { silent: true },
    ],
    ["response", { inside: "top" }],
    ["output item part delta text refusal code", {}],
    ["arguments input", toolArguments],
    ["name", { kind: "tool-name" }],
    ["logprobs", { silent: true, keep: true }],
  ),
  members: rulesFor<AnswerTextKind>(
    ["refusal", { kind: "refusal" }],
    ["name", { kind: "tool-name" }],
    // Tools that a server lists, and names of sources, are no calls.
    ["tools sources annotations", { kind: "text", decides: true }],
    ["arguments input", toolArguments],
    ["code", { kind: "tool-arguments" }],
    ["format verbosity", { silent: true }],
    ["logprobs", { silent: true, keep: true }],
  ),
  classify: ({ type }) => (type !== undefined && reasoningTypes.has(type) ? { kind: "reasoning" } : undefined),
  classifyTop,
  otherwise: anyText,
  channelOf: (place) => ({ segments: channelSegments(place), whole: !isDelta(place.facts) }),
};

const reasoningTypes: ReadonlySet<string> = new Set(["reasoning", "reasoning_text", "summary_text"]);

function formOf({ type }: ObjectFacts): EventForm | undefined {
  return forms.get(eventType.exec(type ?? "")?.[1] ?? "");
}

function isDelta({ type }: ObjectFacts): boolean {
  return type?.endsWith(".delta") === true;
}

function classifyTop(facts: ObjectFacts): TextClass<AnswerTextKind> | undefined {
  const form = formOf(facts);
  return form === undefined ? undefined : { kind: form.kind };
}

/** The text's place in the response's `output`, wherever an event has it. */
function channelSegments({ segments, facts }: AnswerPlace): readonly string[] {
  const [first = "", ...rest] = segments;
  if (first === "response") return rest;
  const position = facts.numbers?.get("output_index");
  if (position === undefined || first === "output") return segments;
  const item = ["output", String(position)];
  if (first === "item") return [...item, ...rest];
  if (first === "part") return [...item, ...partOf(facts), ...rest];
  return [...item, ...placeOf(facts, segments)];
}

/** Where an event that names one text has it in its item. */
function placeOf(facts: ObjectFacts, segments: readonly string[]): readonly string[] {
  const form = formOf(facts);
  const [said = ""] = segments;
  if (said === "name") return segments;
  if (form === undefined || (said !== "delta" && said !== form.member)) return [facts.type ?? "", ...segments];
  const { list, member } = form;
  return list === undefined ? [member] : [list[0], String(facts.numbers?.get(list[1]) ?? 0), member];
}

function partOf({ numbers }: ObjectFacts): readonly string[] {
  const summary = numbers?.get("summary_index");
  return summary === undefined ? ["content", String(numbers?.get("content_index") ?? 0)] : ["summary", String(summary)];
}
