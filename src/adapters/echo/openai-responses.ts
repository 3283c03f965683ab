import { estimateTokens } from "../../lib/estimate-tokens.ts";
import { type EchoReply, type EchoRequest, type Fields, jsonReply, streamReply } from "./echo-request.ts";
import { type EchoText, echoText, lastUserText, modelOf, textOf } from "./request-text.ts";

/** `POST /responses`. */
export function answerResponses(request: EchoRequest): EchoReply {
  const { fields } = request;
  const said = echoText(lastUserText(fields["input"]), fields["max_output_tokens"]);
  const input = estimateTokens(textOf(fields["instructions"]) + textOf(fields["input"]));
  const answer = { base: responseBase(request), said, input, messageId: `msg_${request.id}` };
  if (fields["stream"] === true) return streamReply(responseEvents(answer));
  return jsonReply(finished(answer));
}

interface Answer {
  readonly base: object;
  readonly said: EchoText;
  readonly input: number;
  readonly messageId: string;
}

function responseBase(request: EchoRequest): object {
  const { fields } = request;
  return {
    id: `resp_${request.id}`,
    object: "response",
    created_at: request.seconds,
    background: false,
    error: null,
    instructions: fields["instructions"] ?? null,
    max_output_tokens: fields["max_output_tokens"] ?? null,
    max_tool_calls: null,
    model: modelOf(fields),
    parallel_tool_calls: fields["parallel_tool_calls"] ?? true,
    previous_response_id: fields["previous_response_id"] ?? null,
    prompt_cache_key: null,
    reasoning: { effort: null, summary: null },
    safety_identifier: null,
    service_tier: "default",
    store: fields["store"] ?? true,
    ...sampling(fields),
    text: { format: { type: "text" }, verbosity: "medium" },
    tool_choice: fields["tool_choice"] ?? "auto",
    tools: fields["tools"] ?? [],
    top_logprobs: 0,
    truncation: fields["truncation"] ?? "disabled",
    user: fields["user"] ?? null,
    metadata: fields["metadata"] ?? {},
  };
}

function sampling(fields: Fields): object {
  return { temperature: fields["temperature"] ?? 1, top_p: fields["top_p"] ?? 1 };
}

function finished({ base, said, input, messageId }: Answer): object {
  return {
    ...base,
    status: said.cut ? "incomplete" : "completed",
    incomplete_details: said.cut ? { reason: "max_output_tokens" } : null,
    output: [message(messageId, said.cut ? "incomplete" : "completed", [part(said.text)])],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: said.tokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + said.tokens,
    },
  };
}

function message(id: string, status: string, content: readonly object[]): object {
  return { id, type: "message", status, role: "assistant", content };
}

function part(text: string): object {
  return { type: "output_text", annotations: [], logprobs: [], text };
}

function* responseEvents(answer: Answer): Iterable<string> {
  let sequence = 0;
  const event = (type: string, fields: object): string => {
    const data = { type, sequence_number: sequence, ...fields };
    sequence += 1;
    return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
  };
  const started = { ...answer.base, status: "in_progress", incomplete_details: null, output: [], usage: null };
  const { said, messageId } = answer;
  const place = { item_id: messageId, output_index: 0, content_index: 0 };
  const ending = said.cut ? "incomplete" : "completed";
  yield event("response.created", { response: started });
  yield event("response.in_progress", { response: started });
  yield event("response.output_item.added", { output_index: 0, item: message(messageId, "in_progress", []) });
  yield event("response.content_part.added", { ...place, part: part("") });
  for (const word of said.pieces) yield event("response.output_text.delta", { ...place, delta: word, logprobs: [] });
  yield event("response.output_text.done", { ...place, text: said.text, logprobs: [] });
  yield event("response.content_part.done", { ...place, part: part(said.text) });
  yield event("response.output_item.done", { output_index: 0, item: message(messageId, ending, [part(said.text)]) });
  yield event(`response.${ending}`, { response: finished(answer) });
}
