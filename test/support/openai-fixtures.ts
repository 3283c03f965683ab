/** Small answers in OpenAI's chat dialect, self-made. */
export const chatAnswer = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_760_000_000,
  model: "gpt-4o-mini-2024-07-18",
  system_fingerprint: "fp_1",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15, prompt_tokens_details: { cached_tokens: 4 } },
} as const;

export const chatRequest = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] } as const;

export function chatChunk(content: string): string {
  return event({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_760_000_000,
    model: "gpt-4o-mini-2024-07-18",
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  });
}

export const chatFinish = event({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_760_000_000,
  model: "gpt-4o-mini-2024-07-18",
  choices: [{ index: 0, delta: {}, finish_reason: "stop" }],
});

export const chatUsage = event({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_760_000_000,
  model: "gpt-4o-mini-2024-07-18",
  choices: [],
  usage: { prompt_tokens: 12, completion_tokens: 2, total_tokens: 14 },
});

export const chatDone = "data: [DONE]\n\n";

function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
