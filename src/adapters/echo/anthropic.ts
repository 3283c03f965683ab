import { estimateTokens } from "../../lib/estimate-tokens.ts";
import { type EchoReply, type EchoRequest, jsonReply, streamReply } from "./echo-request.ts";
import { echoModel, echoModelSeconds, type EchoText, echoText, lastUserText, modelOf, textOf } from "./request-text.ts";

const msPerSecond = 1_000;

/** `POST /v1/messages`. */
export function answerMessages(request: EchoRequest): EchoReply {
  const { fields } = request;
  const said = echoText(lastUserText(fields["messages"]), fields["max_tokens"]);
  const base = { id: `msg_${request.id}`, type: "message", role: "assistant", model: modelOf(fields) };
  const input = inputTokens(request);
  if (fields["stream"] === true) return named(streamReply(messageEvents({ base, said, input })));
  return named(
    jsonReply({
      ...base,
      content: [{ type: "text", text: said.text, citations: null }],
      stop_reason: stopReason(said),
      stop_sequence: null,
      usage: usage(input, said.tokens),
    }),
  );
}

/** `POST /v1/messages/count_tokens`. */
export function answerCountTokens(request: EchoRequest): EchoReply {
  return named(jsonReply({ input_tokens: inputTokens(request) }));
}

/** `GET /v1/models`. */
export function listAnthropicModels(): EchoReply {
  const data = [anthropicModel(echoModel)];
  return named(jsonReply({ data, first_id: echoModel, last_id: echoModel, has_more: false }));
}

/** `GET /v1/models/{id}`. */
export function describeAnthropicModel(id: string): EchoReply {
  return named(jsonReply(anthropicModel(id)));
}

function anthropicModel(id: string): object {
  const created = new Date(echoModelSeconds * msPerSecond).toISOString();
  return { type: "model", id, display_name: "Echo", created_at: created };
}

/** Anthropic's SDK reads the request's id from a header of its own. */
function named(reply: EchoReply): EchoReply {
  return { ...reply, idHeader: "request-id" };
}

function inputTokens(request: EchoRequest): number {
  return estimateTokens(textOf(request.fields["system"]) + textOf(request.fields["messages"]));
}

function stopReason(said: EchoText): string {
  return said.cut ? "max_tokens" : "end_turn";
}

function usage(input: number, output: number): object {
  return {
    input_tokens: input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    server_tool_use: null,
    service_tier: "standard",
  };
}

function* messageEvents(stream: {
  readonly base: object;
  readonly said: EchoText;
  readonly input: number;
}): Iterable<string> {
  const event = (type: string, fields: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const { base, said, input } = stream;
  const empty = { ...base, content: [], stop_reason: null, stop_sequence: null, usage: usage(input, 1) };
  yield event("message_start", { message: empty });
  yield event("content_block_start", { index: 0, content_block: { type: "text", text: "", citations: null } });
  yield event("ping", {});
  for (const text of said.pieces) {
    yield event("content_block_delta", { index: 0, delta: { type: "text_delta", text } });
  }
  yield event("content_block_stop", { index: 0 });
  const { tokens } = said;
  yield event("message_delta", {
    delta: { stop_reason: stopReason(said), stop_sequence: null },
    usage: { input_tokens: input, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: tokens },
  });
  yield event("message_stop", {});
}
