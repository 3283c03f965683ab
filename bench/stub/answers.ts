import { scripts, type ScriptName } from "./scripts.ts";

const model = "gpt-4o-mini-2024-07-18";
const fingerprint = "fp_0aa8d3e20b";
const usage = {
  prompt_tokens: 214,
  completion_tokens: 99,
  total_tokens: 313,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
};

/** Plain words up to exactly `length` characters. */
export function filler(length: number): string {
  const words = "the order left our warehouse this morning and should reach you within two working days ";
  return words.repeat(Math.ceil(length / words.length)).slice(0, length);
}

/** A chat completion of exactly `bytes` bytes. */
export function plainAnswer(bytes: number): Buffer {
  const withText = (text: string): string =>
    JSON.stringify({
      id: "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",
      object: "chat.completion",
      created: 1_741_570_283,
      model,
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: text, refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage,
      service_tier: "default",
      system_fingerprint: fingerprint,
    });
  return Buffer.from(withText(filler(bytes - withText("").length)));
}

function chunkEvent(choices: unknown, counted: unknown): string {
  const event = {
    id: "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",
    object: "chat.completion.chunk",
    created: 1_741_570_283,
    model,
    system_fingerprint: fingerprint,
    choices,
    usage: counted,
  };
  return `data: ${JSON.stringify(event)}\n\n`;
}

/** One token, in OpenAI's shape, about 250 bytes. */
export const tokenEvent: Buffer = Buffer.from(
  chunkEvent([{ index: 0, delta: { content: " warehouse" }, finish_reason: null }], null),
);

/** How a stream ends: finish reason, usage, and the end mark. */
const lastEvents = Buffer.from(
  chunkEvent([{ index: 0, delta: {}, finish_reason: "stop" }], null) + chunkEvent([], usage) + "data: [DONE]\n\n",
);

/** The writes a stream's body arrives in, without the transfer coding. */
export function streamWrites(writes: number): readonly Buffer[] {
  return [...Array.from({ length: writes - 1 }, () => tokenEvent), lastEvents];
}

/** The bytes a client must get for a script; undefined for one that has no end. */
export function expectedBody(name: ScriptName): Buffer | undefined {
  const script = scripts[name];
  switch (script.answer) {
    case "plain":
      return plainAnswer(script.answerBytes);
    case "stream":
      return Buffer.concat(streamWrites(script.writes));
    case "slow-stream":
      return undefined;
  }
}
