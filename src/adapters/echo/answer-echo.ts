import { headerValue } from "../../lib/header-list.ts";
import { answerCountTokens, answerMessages, describeAnthropicModel, listAnthropicModels } from "./anthropic.ts";
import { type EchoReply, type EchoRequest, jsonReply } from "./echo-request.ts";
import {
  answerBatchEmbedContents,
  answerEmbedContent,
  answerGeminiCountTokens,
  answerGenerateContent,
  answerStreamGenerateContent,
  describeGeminiModel,
  listGeminiModels,
} from "./gemini.ts";
import { answerChat } from "./openai-chat.ts";
import { answerResponses } from "./openai-responses.ts";
import {
  answerCompletions,
  answerEmbeddings,
  answerModerations,
  describeOpenaiModel,
  listOpenaiModels,
} from "./openai-rest.ts";

type Api = "openai" | "anthropic" | "gemini";

/** What echo can answer, by method and the path's end; whatever base path stands in front does not count. */
const endpoints: Readonly<Record<string, (request: EchoRequest) => EchoReply>> = {
  "POST /chat/completions": answerChat,
  "POST /responses": answerResponses,
  "POST /completions": answerCompletions,
  "POST /embeddings": answerEmbeddings,
  "POST /moderations": answerModerations,
  "POST /messages/count_tokens": answerCountTokens,
  "POST /messages": answerMessages,
};

const geminiVerbs: Readonly<Record<string, (request: EchoRequest, model: string) => EchoReply>> = {
  generateContent: answerGenerateContent,
  streamGenerateContent: answerStreamGenerateContent,
  countTokens: answerGeminiCountTokens,
  embedContent: answerEmbedContent,
  batchEmbedContents: answerBatchEmbedContents,
};

const models: Readonly<Record<Api, { readonly list: () => EchoReply; readonly one: (id: string) => EchoReply }>> = {
  openai: { list: listOpenaiModels, one: describeOpenaiModel },
  anthropic: { list: listAnthropicModels, one: describeAnthropicModel },
  gemini: { list: listGeminiModels, one: describeGeminiModel },
};

const googleHeaders = ["x-goog-api-client", "x-goog-api-key"];
const maxPathLength = 4_096;
const geminiCall = /\/(?:models|tunedModels)\/([^/:]+):([A-Za-z]+)$/;
const modelsPath = /\/models(?:\/([^:]+))?$/;
/** The longest endpoints first: `/chat/completions` also ends in `/completions`. */
const endings = Object.keys(endpoints).toSorted((left, right) => right.length - left.length);

/** Finds the endpoint that a request is for and answers it; anything else gets a 404 in its API's own form. */
export function answerEcho(request: EchoRequest): EchoReply {
  const path = request.path.slice(0, maxPathLength);
  if (request.method === "POST") {
    const call = geminiCall.exec(path);
    const verb = call === null ? undefined : geminiVerbs[call[2] ?? ""];
    if (verb !== undefined) return verb(request, decode(call?.[1] ?? ""));
    const ending = endings.find((name) => path.endsWith(name.slice("POST ".length)));
    const endpoint = ending === undefined ? undefined : endpoints[ending];
    if (endpoint !== undefined) return endpoint(request);
  }
  const listed = request.method === "GET" ? modelsPath.exec(path) : null;
  if (listed !== null) {
    const of = models[apiOf(request)];
    return listed[1] === undefined ? of.list() : of.one(decode(listed[1]));
  }
  return refuseEcho(request, 404, notAnswered(request));
}

/** An error of echo's own in the form of the API that was asked. */
export function refuseEcho(
  request: Pick<EchoRequest, "path" | "headers" | "id">,
  status: 400 | 404,
  message: string,
): EchoReply {
  const missing = status === 404;
  switch (apiOf(request)) {
    case "anthropic": {
      const type = missing ? "not_found_error" : "invalid_request_error";
      const reply = jsonReply({ type: "error", error: { type, message }, request_id: `req_${request.id}` }, status);
      return { ...reply, idHeader: "request-id" };
    }
    case "gemini":
      return jsonReply(
        { error: { code: status, message, status: missing ? "NOT_FOUND" : "INVALID_ARGUMENT" } },
        status,
      );
    case "openai": {
      const code = missing ? "unknown_url" : null;
      return jsonReply({ error: { message, type: "invalid_request_error", param: null, code } }, status);
    }
  }
}

function notAnswered(request: EchoRequest): string {
  const known = [...Object.keys(endpoints), ...Object.keys(geminiVerbs).map((verb) => `POST /models/{model}:${verb}`)];
  const asked = `${request.method} ${request.path.slice(0, 200)}`;
  return `Echo cannot answer ${asked}. It answers ${known.join(", ")} and GET /models; configure a provider for the rest.`;
}

function apiOf(request: Pick<EchoRequest, "path" | "headers">): Api {
  if (headerValue(request.headers, "anthropic-version") !== undefined || /\/messages(?:\/|$)/.test(request.path)) {
    return "anthropic";
  }
  // Google's SDK also asks `/v1/models`, as OpenAI's does; its headers tell it apart.
  const isGoogle = googleHeaders.some((name) => headerValue(request.headers, name) !== undefined);
  return isGoogle || /\/v1(?:beta|alpha)\//.test(request.path) ? "gemini" : "openai";
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded: it is said back as it came.
    return text;
  }
}
