import { estimateTokens } from "../../lib/estimate-tokens.ts";
import { type EchoReply, type EchoRequest, fieldsOf, jsonReply, streamReply } from "./echo-request.ts";
import { type EchoText, echoText, lastUserText, modelOf, textOf } from "./request-text.ts";

const maxChoices = 16;

/** `POST /chat/completions`. */
export function answerChat(request: EchoRequest): EchoReply {
  const { fields } = request;
  const said = echoText(lastUserText(fields["messages"]), fields["max_completion_tokens"] ?? fields["max_tokens"]);
  const choices = choiceCount(fields["n"]);
  const head = {
    id: `chatcmpl-${request.id}`,
    created: request.seconds,
    model: modelOf(fields),
    service_tier: "default",
    system_fingerprint: "fp_echo",
  };
  const usage = chatUsage(estimateTokens(textOf(fields["messages"])), said.tokens * choices);
  if (fields["stream"] === true) {
    const wanted = fieldsOf(fields["stream_options"])["include_usage"] === true;
    return streamReply(chatChunks({ head, said, choices, usage: wanted ? usage : undefined }));
  }
  return jsonReply({
    ...head,
    object: "chat.completion",
    choices: Array.from({ length: choices }, (_, index) => ({
      index,
      message: { role: "assistant", content: said.text, refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: finishReason(said),
    })),
    usage,
  });
}

export function choiceCount(wanted: unknown): number {
  return typeof wanted === "number" && Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), maxChoices) : 1;
}

export function finishReason(said: EchoText): "length" | "stop" {
  return said.cut ? "length" : "stop";
}

export function chatUsage(input: number, output: number): object {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

interface ChatStream {
  readonly head: object;
  readonly said: EchoText;
  readonly choices: number;
  /** Undefined: not asked for. */
  readonly usage: object | undefined;
}

function* chatChunks(stream: ChatStream): Iterable<string> {
  const chunk = (choices: readonly object[], usage: object | null): string => {
    const withUsage = stream.usage === undefined ? {} : { usage };
    return `data: ${JSON.stringify({ ...stream.head, object: "chat.completion.chunk", choices, ...withUsage })}\n\n`;
  };
  const choice = (index: number, delta: object, reason: string | null): string =>
    chunk([{ index, delta, logprobs: null, finish_reason: reason }], null);
  for (let index = 0; index < stream.choices; index += 1) {
    yield choice(index, { role: "assistant", content: "", refusal: null }, null);
    for (const word of stream.said.pieces) yield choice(index, { content: word }, null);
    yield choice(index, {}, finishReason(stream.said));
  }
  if (stream.usage !== undefined) yield chunk([], stream.usage);
  yield "data: [DONE]\n\n";
}
