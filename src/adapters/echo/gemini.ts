import { estimateTokens } from "../../lib/estimate-tokens.ts";
import { type EchoReply, type EchoRequest, fieldsOf, type Fields, jsonReply, streamReply } from "./echo-request.ts";
import { echoVector } from "./echo-vector.ts";
import { echoModel, type EchoText, echoText, lastUserText, textOf } from "./request-text.ts";

const maxInputs = 2_048;
const modelLimits = { inputTokenLimit: 1_048_576, outputTokenLimit: 65_536 };

/** `POST /v1beta/models/{model}:generateContent`. */
export function answerGenerateContent(request: EchoRequest, model: string): EchoReply {
  const said = spoken(request);
  const whole = { pieces: said.pieces, finish: finishReason(said), tokens: said.tokens };
  return jsonReply(generated(request, model, whole));
}

/** `POST /v1beta/models/{model}:streamGenerateContent`: events with `alt=sse`, else one JSON array in pieces. */
export function answerStreamGenerateContent(request: EchoRequest, model: string): EchoReply {
  const answers = generatedPieces(request, model);
  const isEvents = /(?:^|&)alt=sse(?:&|$)/.test(request.query);
  return isEvents
    ? streamReply(asEvents(answers), "text/event-stream")
    : streamReply(asArray(answers), "application/json");
}

/** `POST /v1beta/models/{model}:countTokens`. */
export function answerGeminiCountTokens(request: EchoRequest): EchoReply {
  const whole = fieldsOf(request.fields["generateContentRequest"]);
  const tokens = estimateTokens(
    textOf(request.fields["contents"] ?? whole["contents"]) + textOf(whole["systemInstruction"]),
  );
  return jsonReply({ totalTokens: tokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: tokens }] });
}

/** `POST /v1beta/models/{model}:embedContent`. */
export function answerEmbedContent(request: EchoRequest): EchoReply {
  return jsonReply({ embedding: { values: embed(request.fields) } });
}

/** `POST /v1beta/models/{model}:batchEmbedContents`. */
export function answerBatchEmbedContents(request: EchoRequest): EchoReply {
  const { requests } = request.fields;
  const each = Array.isArray(requests) ? requests.slice(0, maxInputs) : [];
  return jsonReply({ embeddings: each.map((item) => ({ values: embed(fieldsOf(item)) })) });
}

/** `GET /v1beta/models`. */
export function listGeminiModels(): EchoReply {
  return jsonReply({ models: [geminiModel(echoModel)] });
}

/** `GET /v1beta/models/{model}`. */
export function describeGeminiModel(id: string): EchoReply {
  return jsonReply(geminiModel(id));
}

function geminiModel(id: string): object {
  return {
    name: `models/${id}`,
    version: "1",
    displayName: "Echo",
    description: "Says back what the user said last.",
    ...modelLimits,
    supportedGenerationMethods: ["generateContent", "countTokens", "embedContent", "batchEmbedContents"],
  };
}

function embed(fields: Fields): readonly number[] {
  return echoVector(textOf(fields["content"]), fields["outputDimensionality"]);
}

function spoken(request: EchoRequest): EchoText {
  const { maxOutputTokens } = fieldsOf(request.fields["generationConfig"]);
  return echoText(lastUserText(request.fields["contents"]), maxOutputTokens);
}

function finishReason(said: EchoText): string {
  return said.cut ? "MAX_TOKENS" : "STOP";
}

interface Piece {
  readonly pieces: readonly string[];
  /** Undefined: there is more to come. */
  readonly finish: string | undefined;
  /** Output tokens so far: Gemini's usage is a running total. */
  readonly tokens: number;
}

function generated(request: EchoRequest, model: string, piece: Piece): object {
  const input = estimateTokens(textOf(request.fields["systemInstruction"]) + textOf(request.fields["contents"]));
  const content = { parts: [{ text: piece.pieces.join("") }], role: "model" };
  return {
    candidates: [{ content, ...(piece.finish === undefined ? {} : { finishReason: piece.finish }), index: 0 }],
    usageMetadata: {
      promptTokenCount: input,
      candidatesTokenCount: piece.tokens,
      totalTokenCount: input + piece.tokens,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: input }],
      candidatesTokensDetails: [{ modality: "TEXT", tokenCount: piece.tokens }],
    },
    modelVersion: model,
    responseId: request.id,
  };
}

function* generatedPieces(request: EchoRequest, model: string): Iterable<object> {
  const said = spoken(request);
  let text = "";
  for (const [index, word] of said.pieces.entries()) {
    text += word;
    const isLast = index === said.pieces.length - 1;
    const finish = isLast ? finishReason(said) : undefined;
    yield generated(request, model, { pieces: [word], finish, tokens: estimateTokens(text) });
  }
}

function* asEvents(answers: Iterable<object>): Iterable<string> {
  for (const answer of answers) yield `data: ${JSON.stringify(answer)}\r\n\r\n`;
}

function* asArray(answers: Iterable<object>): Iterable<string> {
  let opening = "[";
  for (const answer of answers) {
    yield opening + JSON.stringify(answer);
    opening = ",\r\n";
  }
  yield "]";
}
