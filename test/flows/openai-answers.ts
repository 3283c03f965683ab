/** Answers of OpenAI's API as its SDKs expect them: self-made, small, whole. */

const created = 1_760_000_000;
const model = "gpt-4o-mini-2024-07-18";
export const chatUsage = {
  prompt_tokens: 20,
  completion_tokens: 9,
  total_tokens: 29,
  prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
};

export function chatCompletion(message: object, finish = "stop"): object {
  return {
    id: "chatcmpl-flow",
    object: "chat.completion",
    created,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: null, refusal: null, ...message },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage: chatUsage,
    service_tier: "default",
    system_fingerprint: "fp_flow",
  };
}

export const weatherCall = { city: "Utrecht", unit: "c" };
const weatherArguments = JSON.stringify(weatherCall);

export const toolCallMessage = {
  tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: weatherArguments } }],
};

/** A chat stream of the deltas given. Usage comes as OpenAI sends it: an event of its own with no choices. */
export function chatEvents(deltas: readonly object[], finish = "stop", withUsage = true): readonly string[] {
  const base = { id: "chatcmpl-flow", object: "chat.completion.chunk", created, model, system_fingerprint: "fp_flow" };
  const chunk = (choices: readonly object[], more: object = {}) => data({ ...base, choices, ...more });
  const choice = (delta: object, reason: string | null) =>
    chunk([{ index: 0, delta, logprobs: null, finish_reason: reason }], withUsage ? { usage: null } : {});
  return [
    choice({ role: "assistant", content: "", refusal: null }, null),
    ...deltas.map((delta) => choice(delta, null)),
    choice({}, finish),
    ...(withUsage ? [chunk([], { usage: chatUsage })] : []),
    "data: [DONE]\n\n",
  ];
}

export const textDeltas = ["Rain", " in", " Utrecht", "."].map((content) => ({ content }));

/** A tool call in the pieces in which it is streamed. */
export const toolDeltas = [
  { tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "weather", arguments: "" } }] },
  ...[weatherArguments.slice(0, 7), weatherArguments.slice(7)].map((piece) => ({
    tool_calls: [{ index: 0, function: { arguments: piece } }],
  })),
];

const responsesUsage = {
  input_tokens: 20,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 9,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 29,
};

export function response(output: readonly object[], status = "completed"): object {
  return {
    id: "resp_flow",
    object: "response",
    created_at: created,
    status,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: true,
    temperature: 1,
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
    usage: status === "completed" ? responsesUsage : null,
    metadata: {},
  };
}

export function outputMessage(text: string): object {
  return {
    id: "msg_flow",
    type: "message",
    status: "completed",
    role: "assistant",
    content: [{ type: "output_text", text, annotations: [], logprobs: [] }],
  };
}

export const functionCall = {
  id: "fc_flow",
  type: "function_call",
  status: "completed",
  call_id: "call_1",
  name: "weather",
  arguments: weatherArguments,
};

/** A responses stream that says the pieces. */
export function responseEvents(pieces: readonly string[]): readonly string[] {
  const text = pieces.join("");
  const item = { item_id: "msg_flow", output_index: 0, content_index: 0 };
  const part = { type: "output_text", text, annotations: [], logprobs: [] };
  return numbered([
    { type: "response.created", response: response([], "in_progress") },
    { type: "response.in_progress", response: response([], "in_progress") },
    {
      type: "response.output_item.added",
      output_index: 0,
      item: { id: "msg_flow", type: "message", status: "in_progress", role: "assistant", content: [] },
    },
    { type: "response.content_part.added", ...item, part: { ...part, text: "" } },
    ...pieces.map((delta) => ({ type: "response.output_text.delta", ...item, delta, logprobs: [] })),
    { type: "response.output_text.done", ...item, text, logprobs: [] },
    { type: "response.content_part.done", ...item, part },
    { type: "response.output_item.done", output_index: 0, item: outputMessage(text) },
    { type: "response.completed", response: response([outputMessage(text)]) },
  ]);
}

/** A responses stream that calls the weather tool. */
export function functionCallEvents(): readonly string[] {
  const item = { item_id: "fc_flow", output_index: 0 };
  return numbered([
    { type: "response.created", response: response([], "in_progress") },
    {
      type: "response.output_item.added",
      output_index: 0,
      item: { ...functionCall, status: "in_progress", arguments: "" },
    },
    { type: "response.function_call_arguments.delta", ...item, delta: weatherArguments.slice(0, 7) },
    { type: "response.function_call_arguments.delta", ...item, delta: weatherArguments.slice(7) },
    { type: "response.function_call_arguments.done", ...item, name: "weather", arguments: weatherArguments },
    { type: "response.output_item.done", output_index: 0, item: functionCall },
    { type: "response.completed", response: response([functionCall]) },
  ]);
}

interface NamedEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

function numbered(events: readonly NamedEvent[]): readonly string[] {
  return events.map(
    (event, index) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`,
  );
}

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
