/** Answers of Anthropic's API as its SDK expects them: self-made, small, whole. */

const model = "claude-haiku-4-5-20251001";
export const messageUsage = {
  input_tokens: 16,
  cache_creation_input_tokens: 3,
  cache_read_input_tokens: 4,
  cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 0 },
  output_tokens: 9,
  service_tier: "standard",
};

export const weatherUse = { type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Utrecht", unit: "c" } };

export function message(content: readonly object[], stopReason = "end_turn"): object {
  return {
    id: "msg_flow",
    type: "message",
    role: "assistant",
    model,
    content,
    stop_reason: stopReason,
    stop_sequence: null,
    usage: messageUsage,
  };
}

export const text = (said: string): object => ({ type: "text", text: said, citations: null });

/** A block of a streamed message: how it starts, and its deltas. */
export interface StreamedBlock {
  readonly start: object;
  readonly deltas: readonly object[];
}

export function textBlock(pieces: readonly string[]): StreamedBlock {
  return { start: { type: "text", text: "" }, deltas: pieces.map((piece) => ({ type: "text_delta", text: piece })) };
}

export const thinkingBlock: StreamedBlock = {
  start: { type: "thinking", thinking: "", signature: "" },
  deltas: [
    { type: "thinking_delta", thinking: "It often rains there." },
    { type: "signature_delta", signature: "c2lnbmVk" },
  ],
};

export const toolBlock: StreamedBlock = {
  start: { ...weatherUse, input: {} },
  deltas: ["", '{"city": "Utr', 'echt", "unit": "c"}'].map((piece) => ({
    type: "input_json_delta",
    partial_json: piece,
  })),
};

export function messageEvents(blocks: readonly StreamedBlock[], stopReason = "end_turn"): readonly string[] {
  const start = { ...message([]), stop_reason: null, usage: { ...messageUsage, output_tokens: 1 } };
  return [
    event({ type: "message_start", message: start }),
    event({ type: "ping" }),
    ...blocks.flatMap(({ start: block, deltas }, index) => [
      event({ type: "content_block_start", index, content_block: block }),
      ...deltas.map((delta) => event({ type: "content_block_delta", index, delta })),
      event({ type: "content_block_stop", index }),
    ]),
    event({ type: "message_delta", delta: { stop_reason: stopReason, stop_sequence: null }, usage: messageUsage }),
    event({ type: "message_stop" }),
  ];
}

export function anthropicError(type: string, said: string): object {
  return { type: "error", error: { type, message: said }, request_id: "req_provider" };
}

interface NamedEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export function event(value: NamedEvent): string {
  return `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
}
