import { recordedBody } from "./recorded-exchange.ts";
import type { Fields } from "./recorded-exchange.ts";
import { Verbatim, hash, writeOddJson } from "./odd-json.ts";
import type { Placed } from "./place-exchange.ts";
import type { Family } from "./services.ts";

/**
 * How one exchange is sent: `plain`, as it was recorded; `named`, with the model written as provider/model, which the
 * gateway has to write back; `unasked`, without the wish for usage, so that the gateway has to wish for it.
 */
export interface Way {
  readonly name: "plain" | "named" | "unasked";
  /** Path and query at the gateway. */
  readonly path: string;
  readonly body: Uint8Array | undefined;
  /** Path and query as the provider must get them. */
  readonly providerPath: string;
  /** The body with the model's name written back, and no other edit. */
  readonly providerBody: Uint8Array | undefined;
  readonly key: "header" | "query";
}

/** One way, and the exchange as it is sent in it. */
export interface Sending {
  readonly placed: Placed;
  readonly way: Way;
}

/** The ways in which an exchange can be sent. */
export function planSendings(placed: Placed, isDefault: boolean): readonly Sending[] {
  const named = namedWay(placed);
  const unasked = withoutWish(placed);
  return [
    { placed, way: plainWay(placed, isDefault) },
    ...(named === undefined ? [] : [{ placed, way: named }]),
    ...(unasked === undefined
      ? []
      : [{ placed: unasked, way: { ...plainWay(unasked, isDefault), name: "unasked" as const } }]),
  ];
}

/** The ways not to ask: to say nothing, to say no, to say null. */
const silences: readonly ((options: Fields) => unknown)[] = [
  ({ include_usage: _wish, ...others }) => (Object.keys(others).length === 0 ? undefined : others),
  (options) => ({ ...options, include_usage: false }),
  (options) => (Object.keys(options).length === 1 ? null : { ...options, include_usage: null }),
];

/** A chat stream that asked for usage, as a caller would send it who does not; undefined for all others. */
function withoutWish(placed: Placed): Placed | undefined {
  const { exchange, service } = placed;
  const { body } = exchange.request;
  if (!isObject(body) || service.family !== "openai" || exchange.api !== "chat.completions") return undefined;
  const { stream_options: options, ...others } = body;
  if (!isObject(options) || options["include_usage"] !== true || body["stream"] !== true) return undefined;
  const silent = silences[hash(exchange.id) % silences.length]?.(options);
  const request = { ...exchange.request, body: silent === undefined ? others : { ...body, stream_options: silent } };
  return { ...placed, exchange: { ...exchange, request } };
}

function plainWay(placed: Placed, isDefault: boolean): Way {
  const bytes = bodyBytes(placed, undefined);
  const path = isDefault && isPlainAllowed(placed) ? placed.unified : undefined;
  return {
    name: "plain",
    path: withQuery(path ?? `/providers/${placed.service.id}${placed.below}`, placed.query),
    body: bytes,
    providerPath: providerPath(placed, placed.below),
    providerBody: bytes,
    key: "header",
  };
}

/** Whether the gateway's own path finds the default provider for this exchange. */
function isPlainAllowed({ exchange, model, depth, service }: Placed): boolean {
  // A slash means provider/model there, and without a model nothing says who is to answer.
  const needsModel = depth === "call" && exchange.request.method === "POST";
  if (model === undefined ? needsModel : model.name.includes("/")) return false;
  return (
    service.family !== "anthropic" || depth === "call" || exchange.request.headers?.["anthropic-version"] !== undefined
  );
}

const geminiModelPath = /^(\/v1(?:beta|alpha)?\/models\/)[^:]+(:[A-Za-z]+)$/;

function namedWay(placed: Placed): Way | undefined {
  const { model, unified, service, query } = placed;
  if (model === undefined || unified === undefined || placed.exchange.request.method !== "POST") return undefined;
  const name = `${service.id}/${model.name}`;
  const way = {
    name: "named" as const,
    body: bodyBytes(placed, { written: name, quoted: "odd" }),
    providerBody: bodyBytes(placed, { written: model.name, quoted: "plain" }),
  };
  if (model.in === "body") {
    const path = withQuery(unified, query);
    return { ...way, path, providerPath: providerPath(placed, placed.below), key: "header" };
  }
  const [, front, verb] = geminiModelPath.exec(placed.below) ?? [];
  if (front === undefined || verb === undefined) return undefined;
  return {
    ...way,
    // Google's oldest clients put the key here; it must not go on.
    path: withQuery(
      `${front}${service.id}/${encodeURIComponent(model.name)}${verb}`,
      query === "" ? "key=" : `${query}&key=`,
    ),
    providerPath: providerPath(placed, `${front}${encodeURIComponent(model.name)}${verb}`),
    key: "query",
  };
}

function providerPath({ service, query }: Placed, below: string): string {
  return withQuery(`${service.basePath}${below}`, query);
}

function withQuery(path: string, query: string): string {
  return query === "" ? path : `${path}?${query}`;
}

interface Naming {
  readonly written: string;
  /** `odd`: with an escape that means the same; `plain`: as the gateway writes it. */
  readonly quoted: "odd" | "plain";
}

function bodyBytes({ exchange, service, model }: Placed, naming: Naming | undefined): Uint8Array | undefined {
  const body = recordedBody(exchange.request.body);
  if (body.kind === "none") return undefined;
  if (body.kind === "bytes") return body.bytes;
  const value = naming === undefined || model === undefined ? body.value : renamed[service.family](body.value, naming);
  return Buffer.from(writeOddJson(value, { seed: exchange.id, of: "request" }), "utf8");
}

function quote({ written, quoted }: Naming, prefix = ""): Verbatim {
  const plain = JSON.stringify(`${prefix}${written}`);
  return new Verbatim(quoted === "plain" ? plain : plain.replace("/", String.raw`\u002f`));
}

type Rename = (body: unknown, naming: Naming) => unknown;

const renamed: Readonly<Record<Family, Rename>> = {
  openai: renameTop,
  anthropic: renameTop,
  // Its clients repeat the path's model in the bodies of embeddings, once for each text, and the API wants them to agree.
  gemini(body, naming) {
    if (!isObject(body)) return body;
    const top = renameGemini(body, naming);
    const { requests } = body;
    if (!Array.isArray(requests)) return top;
    const each: readonly unknown[] = requests;
    return { ...top, requests: each.map((one) => (isObject(one) ? renameGemini(one, naming) : one)) };
  },
};

function renameTop(body: unknown, naming: Naming): unknown {
  return isObject(body) ? { ...body, model: quote(naming) } : body;
}

function renameGemini(body: Fields, naming: Naming): Fields {
  const { model } = body;
  if (typeof model !== "string") return body;
  return { ...body, model: quote(naming, model.startsWith("models/") ? "models/" : "") };
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
