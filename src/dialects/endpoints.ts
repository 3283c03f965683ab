import type { DialectId } from "./dialect.ts";

/** Which of a provider's APIs a path belongs to; it decides who serves a model that names no provider. */
export type ApiFamily = "openai" | "anthropic" | "gemini";

/** One endpoint of the data plane, as a request named it. */
export interface Endpoint {
  readonly family: ApiFamily;
  readonly dialect: DialectId;
  /** The ledger's name for it: `chat.completions`, `messages`, `generateContent`, `files` … */
  readonly operation: string;
  /** `call`: one of the model endpoints. `passthrough`: everything else of that API. `models`: the list of models. */
  readonly kind: "call" | "passthrough" | "models";
  /** Whether a prompt's messages can be written into its requests. */
  readonly takesPrompts: boolean;
  /** Whether tokens are used by calling it, so that they are counted where the provider does not say how many. */
  readonly usesTokens: boolean;
  /** The path at the provider, after its base path, still percent-encoded. */
  readonly path: string;
  /** For dialects that name the model in the path: the model, decoded, and where it stands in `path`. */
  readonly pathModel: { readonly name: string; readonly start: number; readonly end: number } | undefined;
  /** True when the path itself asks for a stream. */
  readonly streamByPath: boolean;
}

/** Which dialect an endpoint of OpenAI's API is, by its path below `/v1`; all others are `openai` passthrough. */
export const openaiCalls: Readonly<Record<string, { readonly dialect: DialectId; readonly operation: string }>> = {
  "/chat/completions": { dialect: "openai-chat", operation: "chat.completions" },
  "/responses": { dialect: "openai-responses", operation: "responses" },
  "/embeddings": { dialect: "openai", operation: "embeddings" },
  "/completions": { dialect: "openai", operation: "completions" },
};

export const anthropicCalls: Readonly<Record<string, string>> = {
  "/v1/messages": "messages",
  "/v1/messages/count_tokens": "count_tokens",
};

/** Verbs of Gemini's models that run a model; others (`:predict` …) are passed through. */
export const geminiVerbs: ReadonlySet<string> = new Set([
  "generateContent",
  "streamGenerateContent",
  "countTokens",
  "embedContent",
  "batchEmbedContents",
]);

const geminiModelPath = /^(\/(?:v1|v1beta|v1alpha)\/(?:models|tunedModels)\/)([^:]+):([A-Za-z]+)$/;
/** `provider/model`, before which some SDKs put no `models/` because it has a slash. `dynamic/` is a collection of Google's. */
const geminiNamedPath = /^(\/(?:v1|v1beta|v1alpha)\/)((?!dynamic\/)[^/:]+\/[^/:]+:[A-Za-z]+)$/;
/** A base URL that ends in /v1, given to an SDK that adds it: no provider has such a path, and we can say it clearer. */
const doubledBase = /^\/v1\/v1(?:beta|alpha)?\//;
/** The longest path that is looked at; anything longer is no endpoint of ours. */
const maxPath = 4096;

/** Google's SDK says of a file's bytes that they are JSON, so the path has to tell. */
const uploadPath = /^\/upload\/v1(?:beta|alpha)?\//;

/** Whether a body at this endpoint may be a file's bytes, whatever its content type says. */
export function takesUploads({ kind, path }: Endpoint): boolean {
  return kind === "passthrough" && uploadPath.test(path);
}

/** Whose SDK is speaking, as its headers tell: some paths are the same in two APIs. */
export interface SpeakerHints {
  /** `anthropic-version` was sent. */
  readonly anthropic: boolean;
  /** `x-goog-api-key` or `x-goog-api-client` was sent. */
  readonly google: boolean;
}

/** Finds the endpoint of a data-plane path; undefined: there is none. */
export function findEndpoint(path: string, hints: SpeakerHints): Endpoint | undefined {
  if (path.length > maxPath || doubledBase.test(path)) return undefined;
  if (path.startsWith("/v1/")) {
    const below = path.slice(3);
    const call = openaiCalls[below];
    if (call !== undefined) return endpoint("openai", { ...call, kind: "call", path: below });
    const gemini = geminiModelEndpoint(path) ?? (hints.google ? geminiRest(path) : undefined);
    return anthropicEndpoint(path, hints.anthropic) ?? gemini ?? openaiRest(below);
  }
  if (/^\/v1(?:beta|alpha)\//.test(path)) return geminiModelEndpoint(path) ?? geminiRest(path);
  if (uploadPath.test(path)) return geminiRest(path);
  return undefined;
}

/**
 * The same for a path at a provider (`/providers/{id}/…`), where anything may stand in front of the endpoint: found by how
 * it ends, and passed through whatever it is.
 */
export function findRawEndpoint(path: string, spoken: ReadonlySet<DialectId>): Endpoint {
  const known =
    (spoken.has("gemini") ? rawGemini(path) : undefined) ??
    (spoken.has("anthropic-messages") ? rawAnthropic(path) : undefined) ??
    (spoken.has("openai") ? rawOpenAi(path) : undefined);
  if (known !== undefined) return known;
  const [dialect, family] = speakers.find(([id]) => spoken.has(id)) ?? speakers[0];
  return endpoint(family, { dialect, operation: operationName(path), kind: "passthrough", path });
}

/** Which dialect an unknown endpoint of a provider is read in, the first that it speaks. */
const speakers = [
  ["openai", "openai"],
  ["anthropic-messages", "anthropic"],
  ["gemini", "gemini"],
] as const;

function rawGemini(path: string): Endpoint | undefined {
  const match = /\/([^/:]+):([A-Za-z]+)$/.exec(path.slice(0, maxPath));
  if (match === null || !geminiVerbs.has(match[2] ?? "")) return undefined;
  const start = match.index + 1;
  return geminiCall(path, { start, end: start + (match[1] ?? "").length });
}

function rawAnthropic(path: string): Endpoint | undefined {
  const operation = Object.entries(anthropicCalls).find(([ending]) => path.endsWith(ending))?.[1];
  if (operation === undefined) return undefined;
  return endpoint("anthropic", { dialect: "anthropic-messages", operation, kind: "call", path });
}

function rawOpenAi(path: string): Endpoint | undefined {
  const call = Object.entries(openaiCalls).find(([ending]) => path.endsWith(ending))?.[1];
  return call === undefined ? undefined : endpoint("openai", { ...call, kind: "call", path });
}

function endpoint(family: ApiFamily, parts: Pick<Endpoint, "dialect" | "operation" | "kind" | "path">): Endpoint {
  const usesTokens = parts.kind === "call" && parts.operation !== "count_tokens";
  // What OpenAI's dialect of that name stands for is the rest: embeddings, completions.
  const takesPrompts = parts.kind === "call" && parts.dialect !== "openai";
  return { family, ...parts, takesPrompts, usesTokens, pathModel: undefined, streamByPath: false };
}

function anthropicEndpoint(path: string, hasAnthropicVersion: boolean): Endpoint | undefined {
  const operation = anthropicCalls[path];
  const dialect = "anthropic-messages";
  if (operation !== undefined) return endpoint("anthropic", { dialect, operation, kind: "call", path });
  if (!hasAnthropicVersion && !path.startsWith("/v1/messages/")) return undefined;
  if (path === "/v1/models") return endpoint("anthropic", { dialect, operation: "models", kind: "models", path });
  return endpoint("anthropic", { dialect, operation: operationName(path), kind: "passthrough", path });
}

function geminiModelEndpoint(asked: string): Endpoint | undefined {
  const path = geminiModelPath.test(asked) ? asked : asked.replace(geminiNamedPath, "$1models/$2");
  const match = geminiModelPath.exec(path);
  if (match === null || !geminiVerbs.has(match[3] ?? "")) return undefined;
  const start = (match[1] ?? "").length;
  return geminiCall(path, { start, end: start + (match[2] ?? "").length });
}

function geminiCall(path: string, at: { readonly start: number; readonly end: number }): Endpoint {
  const verb = path.slice(at.end + 1);
  return {
    family: "gemini",
    dialect: "gemini",
    operation: verb === "streamGenerateContent" ? "generateContent" : verb,
    kind: "call",
    takesPrompts: !verb.toLowerCase().includes("embed"),
    usesTokens: verb !== "countTokens",
    path,
    pathModel: { name: decode(path.slice(at.start, at.end)), ...at },
    streamByPath: verb === "streamGenerateContent",
  };
}

function geminiRest(path: string): Endpoint {
  const kind = /^\/v1(?:beta|alpha)?\/models$/.test(path) ? "models" : "passthrough";
  return endpoint("gemini", { dialect: "gemini", operation: operationName(path), kind, path });
}

function openaiRest(below: string): Endpoint {
  const kind = below === "/models" ? "models" : "passthrough";
  return endpoint("openai", { dialect: "openai", operation: operationName(below), kind, path: below });
}

/** The first words of a path, as the ledger's operation: `/images/generations` → `images.generations`. Ids are left out. */
function operationName(path: string): string {
  const words = path.split("/").filter((word) => /^[a-z][a-z_-]{1,30}$/.test(word) && !/^v\d/.test(word));
  return words.slice(0, 3).join(".") || "passthrough";
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not valid percent-encoding: the provider gets it as it is and says what it thinks of it.
    return text;
  }
}
