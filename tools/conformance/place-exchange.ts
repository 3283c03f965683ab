import { at, fields, recordedBody } from "./recorded-exchange.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";
import type { Family, Service, Services } from "./services.ts";

/** Where an exchange belongs: which API it speaks, and its path in front of and behind the provider's base URL. */
export interface Placed {
  readonly exchange: RecordedExchange;
  readonly service: Service;
  /** What is done to its answer: `call`s are read for everything, `metered` for usage, of `other`s only bytes count. */
  readonly depth: "call" | "metered" | "other";
  /** The path behind the base path, without the query. */
  readonly below: string;
  readonly query: string;
  /** The gateway's own path for it; undefined: it has none, and only `/providers/{id}` leads there. */
  readonly unified: string | undefined;
  /** The model's name as the request writes it, and where. */
  readonly model: { readonly name: string; readonly in: "body" | "path" } | undefined;
}

interface ApiTraits {
  readonly family: Family;
  readonly depth: Placed["depth"];
}

const openai = (depth: ApiTraits["depth"]): ApiTraits => ({ family: "openai", depth });
const anthropic = (depth: ApiTraits["depth"]): ApiTraits => ({ family: "anthropic", depth });
const gemini = (depth: ApiTraits["depth"]): ApiTraits => ({ family: "gemini", depth });

/** The APIs that the gateway speaks, by the names that corpora give them. */
const apis: Readonly<Record<string, ApiTraits>> = {
  "chat.completions": openai("call"),
  responses: openai("call"),
  embeddings: openai("call"),
  completions: openai("call"),
  "responses.compact": openai("metered"),
  rerank: openai("metered"),
  images: openai("metered"),
  audio: openai("metered"),
  "responses.input_tokens": openai("other"),
  moderations: openai("other"),
  models: openai("other"),
  files: openai("other"),
  batches: openai("other"),
  conversations: openai("other"),
  messages: anthropic("call"),
  count_tokens: anthropic("call"),
  "anthropic.complete": anthropic("other"),
  generateContent: gemini("call"),
  countTokens: gemini("call"),
  embedContent: gemini("call"),
  cachedContents: gemini("other"),
  interactions: gemini("other"),
};

/** Names that several APIs share: the provider decides whose they are. */
const familyOfProvider: Readonly<Record<string, Family>> = {
  anthropic: "anthropic",
  "anthropic-compatible": "anthropic",
  google: "gemini",
  "google-vertex": "gemini",
};
const sharedNames: ReadonlySet<string> = new Set(["models", "files", "batches"]);

/** Where an exchange belongs, or why it cannot be replayed. */
export function placeExchange(exchange: RecordedExchange, services: Services): Placed | string {
  const traits = apis[exchange.api];
  if (traits === undefined) return `the gateway has no dialect for ${exchange.api}`;
  const refused = cannotBeSent(exchange, traits);
  if (refused !== undefined) return refused;
  const shared = sharedNames.has(exchange.api) ? familyOfProvider[exchange.provider] : undefined;
  const family = shared ?? traits.family;
  const mark = exchange.request.path.indexOf("?");
  const path = mark === -1 ? exchange.request.path : exchange.request.path.slice(0, mark);
  const found = cuts[family](path);
  const cut = isBasePath(found.base) ? found : { base: "", below: path, unified: undefined };
  return {
    exchange,
    service: services.find(exchange, family, cut.base),
    depth: traits.depth,
    below: cut.below,
    query: mark === -1 ? "" : exchange.request.path.slice(mark + 1),
    unified: cut.unified,
    model: modelOf(exchange, family, cut),
  };
}

/** Why an exchange cannot be replayed, or is refused by the gateway before any provider could see it. */
function cannotBeSent({ request, response }: RecordedExchange, { depth }: ApiTraits): string | undefined {
  if (response.kind === "eventstream")
    return "its answer is an AWS event stream, which no dialect of the gateway reads";
  if (!/^\/[\u0021-\u007e]*$/.test(request.path))
    return "its path cannot stand in a request line (RFC 9112, section 3.2)";
  if (/(?:^|\/)(?:\.|%2e){2}(?:[/?]|$)/i.test(request.path)) return "its path climbs (..), which the gateway refuses";
  const isCall = depth === "call" && request.method === "POST";
  return isCall && !holdsObject(request.body) ? "its body is no JSON object, which the gateway refuses" : undefined;
}

function holdsObject(recorded: unknown): boolean {
  const body = recordedBody(recorded);
  if (body.kind === "none") return false;
  const value = body.kind === "json" ? body.value : parsed(body.bytes);
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    // Not JSON: then it holds no object either.
    return undefined;
  }
}

/** Whether a path stays as it is when it is written into a base URL, which is parsed like any URL. */
function isBasePath(path: string): boolean {
  const url = `http://provider.invalid${path}`;
  return path === "" || (!path.endsWith("/") && URL.canParse(url) && new URL(url).pathname === path);
}

interface Cut {
  readonly base: string;
  readonly below: string;
  readonly unified: string | undefined;
}

const cuts: Readonly<Record<Family, (path: string) => Cut>> = {
  openai: cutOpenAi,
  anthropic: cutAnthropic,
  gemini: cutGemini,
};

const openAiCall = /^(.*?)(\/(?:chat\/completions|completions|responses|embeddings))$/;
const openAiOther =
  /^(.*?)(\/(?:chat\/completions|responses|moderations|images|audio|rerank|models|files|batches|conversations|vector_stores)(?:\/.*)?)$/;

function cutOpenAi(path: string): Cut {
  const match = openAiCall.exec(path) ?? openAiOther.exec(path);
  const [, base, below] = match ?? [];
  if (base === undefined || below === undefined) return { base: "", below: path, unified: undefined };
  return { base, below, unified: `/v1${below}` };
}

function cutAnthropic(path: string): Cut {
  const [, base, below] = /^(.*?)(\/v1\/.*)$/.exec(path) ?? [];
  return { base: base ?? "", below: below ?? path, unified: below };
}

/** Vertex puts projects and publishers in front of its models, so its paths are none of the gateway's own. */
function cutGemini(path: string): Cut {
  const match =
    /^(.*?)(\/v1(?:beta|alpha)?\/(?:models|tunedModels)\/[^:]+:[A-Za-z]+)$/.exec(path) ??
    /^(.*?)(\/v1(?:beta|alpha)\/.*)$/.exec(path);
  const [, base, below] = match ?? [];
  return { base: base ?? "", below: below ?? path, unified: below };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // No valid percent-encoding: it is sent as it stands.
    return name;
  }
}

const pathModel = /\/(?:models|tunedModels)\/([^:]+):[A-Za-z]+$/;

function modelOf(exchange: RecordedExchange, family: Family, cut: Cut): Placed["model"] {
  if (family === "gemini") {
    const name = pathModel.exec(cut.below)?.[1];
    return name === undefined ? undefined : { name: decoded(name), in: "path" };
  }
  const body = recordedBody(exchange.request.body);
  const name = body.kind === "json" ? at(fields(body.value), "model") : undefined;
  return typeof name === "string" && name !== "" ? { name, in: "body" } : undefined;
}
