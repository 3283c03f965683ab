import { estimateTokens } from "../../lib/estimate-tokens.ts";
import { type EchoReply, type EchoRequest, fieldsOf, jsonReply, streamReply } from "./echo-request.ts";
import { echoVector, vectorAsBase64 } from "./echo-vector.ts";
import { chatUsage, choiceCount, finishReason } from "./openai-chat.ts";
import { echoModel, echoModelSeconds, type EchoText, echoText, modelOf, textOf } from "./request-text.ts";

const maxInputs = 2_048;
const moderationCategories = [
  "harassment",
  "harassment/threatening",
  "hate",
  "hate/threatening",
  "illicit",
  "illicit/violent",
  "self-harm",
  "self-harm/instructions",
  "self-harm/intent",
  "sexual",
  "sexual/minors",
  "violence",
  "violence/graphic",
];

/** `POST /completions`. */
export function answerCompletions(request: EchoRequest): EchoReply {
  const { fields } = request;
  const prompt = textOf(fields["prompt"]);
  const said = echoText(prompt || "echo", fields["max_tokens"]);
  const choices = choiceCount(fields["n"]);
  const head = {
    id: `cmpl-${request.id}`,
    object: "text_completion",
    created: request.seconds,
    model: modelOf(fields),
    system_fingerprint: "fp_echo",
  };
  const usage = chatUsage(estimateTokens(prompt), said.tokens * choices);
  if (fields["stream"] === true) {
    const wanted = fieldsOf(fields["stream_options"])["include_usage"] === true;
    return streamReply(completionChunks({ head, said, choices, usage: wanted ? usage : undefined }));
  }
  const all = Array.from({ length: choices }, (_, index) => completionChoice(index, said.text, finishReason(said)));
  return jsonReply({ ...head, choices: all, usage });
}

function completionChoice(index: number, text: string, reason: string | null): object {
  return { text, index, logprobs: null, finish_reason: reason };
}

function* completionChunks(stream: {
  readonly head: object;
  readonly said: EchoText;
  readonly choices: number;
  readonly usage: object | undefined;
}): Iterable<string> {
  const chunk = (choices: readonly object[], usage: object | null): string => {
    const withUsage = stream.usage === undefined ? {} : { usage };
    return `data: ${JSON.stringify({ ...stream.head, choices, ...withUsage })}\n\n`;
  };
  for (let index = 0; index < stream.choices; index += 1) {
    for (const word of stream.said.pieces) yield chunk([completionChoice(index, word, null)], null);
    yield chunk([completionChoice(index, "", finishReason(stream.said))], null);
  }
  if (stream.usage !== undefined) yield chunk([], stream.usage);
  yield "data: [DONE]\n\n";
}

/** `POST /embeddings`. Lists of token numbers count as texts that spell the numbers. */
export function answerEmbeddings(request: EchoRequest): EchoReply {
  const { fields } = request;
  const inputs = embeddingInputs(fields["input"]);
  const tokens = inputs.reduce((sum, text) => sum + estimateTokens(text), 0);
  const data = inputs.map((text, index) => {
    const vector = echoVector(text, fields["dimensions"]);
    const embedding = fields["encoding_format"] === "base64" ? vectorAsBase64(vector) : vector;
    return { object: "embedding", index, embedding };
  });
  return jsonReply({
    object: "list",
    data,
    model: modelOf(fields),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

function embeddingInputs(input: unknown): readonly string[] {
  if (!Array.isArray(input)) return [textOf(input)];
  if (input.every((item) => typeof item === "number")) return [input.join(" ")];
  return input.slice(0, maxInputs).map((item) => (Array.isArray(item) ? item.join(" ") : textOf(item)));
}

/** `POST /moderations`: nothing is ever flagged. */
export function answerModerations(request: EchoRequest): EchoReply {
  const { fields } = request;
  const inputs = Array.isArray(fields["input"]) ? fields["input"].slice(0, maxInputs) : [fields["input"]];
  const each = (value: unknown): object => Object.fromEntries(moderationCategories.map((name) => [name, value]));
  const result = {
    flagged: false,
    categories: each(false),
    category_scores: each(0),
    category_applied_input_types: each(["text"]),
  };
  return jsonReply({ id: `modr-${request.id}`, model: modelOf(fields), results: inputs.map(() => result) });
}

/** `GET /models`. */
export function listOpenaiModels(): EchoReply {
  return jsonReply({ object: "list", data: [openaiModel(echoModel)] });
}

/** `GET /models/{id}`: whatever the name is, echo answers to it. */
export function describeOpenaiModel(id: string): EchoReply {
  return jsonReply(openaiModel(id));
}

function openaiModel(id: string): object {
  return { id, object: "model", created: echoModelSeconds, owned_by: "holdfast" };
}
