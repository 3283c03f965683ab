import { callerHeaders, leakIn } from "./caller-headers.ts";
import { compareBytes, differs } from "./mismatch.ts";
import type { Mismatch } from "./mismatch.ts";
import type { Placed } from "./place-exchange.ts";
import type { Way } from "./plan-ways.ts";
import { at, fields, recordedBody } from "./recorded-exchange.ts";
import { exchangeHeader, providerKey } from "./start-gateway.ts";
import type { CapturedRequest } from "./start-provider.ts";
import type { ServiceKind } from "./services.ts";

/** Where each kind of provider wants its key. */
const credentials: Readonly<Record<ServiceKind, readonly [name: string, value: string]>> = {
  openai: ["authorization", `Bearer ${providerKey}`],
  "openai-compatible": ["authorization", `Bearer ${providerKey}`],
  "azure-openai": ["api-key", providerKey],
  anthropic: ["x-api-key", providerKey],
  gemini: ["x-goog-api-key", providerKey],
};

/** Recorded request headers that mean something to providers and have to arrive. */
const meaningful = [
  "accept",
  "anthropic-beta",
  "anthropic-version",
  "content-type",
  "openai-beta",
  "user-agent",
] as const;

export interface RequestCheck {
  readonly placed: Placed;
  readonly way: Way;
  readonly key: string;
  readonly requests: readonly CapturedRequest[];
}

/** What is wrong with what the provider got. */
export function checkRequest(check: RequestCheck): readonly Mismatch[] {
  const { placed, way, requests } = check;
  const [request] = requests;
  if (request === undefined || requests.length > 1) {
    return [differs("request", "requests at the provider", { expected: 1, came: requests.length })];
  }
  const found: (Mismatch | undefined)[] = [];
  const { method } = placed.exchange.request;
  if (request.method !== method) found.push(differs("request", "method", { expected: method, came: request.method }));
  if (request.url !== way.providerPath) {
    found.push(differs("request", "path and query", { expected: way.providerPath, came: request.url }));
  }
  found.push(checkBody(placed, way, request.body), ...checkHeaders(check, request));
  return found.filter((one) => one !== undefined);
}

function checkBody(placed: Placed, way: Way, came: Uint8Array): Mismatch | undefined {
  const expected = way.providerBody ?? new Uint8Array();
  if (!asksForUsage(placed)) return compareBytes("request", "body", { expected, came });
  const undone = withoutWish(expected, came);
  if (undone === undefined) {
    return differs("request", "the wish for usage", {
      expected: '"stream_options" with "include_usage": true, spliced in',
      came: Buffer.from(came).toString("utf8").slice(0, 300),
    });
  }
  return compareBytes("request", "body, but for the wish for usage,", { expected, came: undone });
}

/**
 * Whether the gateway has to ask for usage: OpenAI's chat streams report it only when asked (`stream_options`), and some
 * hosts refuse the field.
 */
export function asksForUsage({ exchange, service, below }: Placed): boolean {
  const body = recordedBody(exchange.request.body);
  if (body.kind !== "json" || service.family !== "openai" || !service.streamOptions) return false;
  if (exchange.request.method !== "POST" || !below.endsWith("/chat/completions")) return false;
  const options = at(body.value, "stream_options");
  const isFormed =
    options === undefined || options === null || (typeof options === "object" && !Array.isArray(options));
  return at(body.value, "stream") === true && isFormed && at(options, "include_usage") !== true;
}

/** The ways to write the wish, each with what stood in its place. */
const wishes: readonly (readonly [written: string, instead: string])[] = [
  ['"stream_options":{"include_usage":true},', ""],
  ['"include_usage":true,', ""],
  ['"include_usage":true', ""],
  ['{"include_usage":true}', "null"],
  ["true", "false"],
  ["true", "null"],
];

/** The body without the wish; undefined when it is not there, or not the only thing that was added. */
function withoutWish(sent: Uint8Array, came: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(came).toString("latin1");
  if (at(parse(came), "stream_options.include_usage") !== true) return undefined;
  const original = Buffer.from(sent).toString("latin1");
  let start = 0;
  while (start < original.length && original[start] === text[start]) start += 1;
  for (const [written, instead] of wishes) {
    for (let from = start; from >= Math.max(0, start - written.length); from -= 1) {
      if (!text.startsWith(written, from)) continue;
      const undone = text.slice(0, from) + instead + text.slice(from + written.length);
      if (undone === original) return sent;
    }
  }
  return Buffer.from(text.replace(/"stream_options":\{"include_usage":true\},/, ""), "latin1");
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}

function checkHeaders(check: RequestCheck, request: CapturedRequest): readonly Mismatch[] {
  const { placed, way, key } = check;
  const found: Mismatch[] = [];
  const leak = leakIn([request.url, ...request.headers].join("\n"), key);
  if (leak !== undefined) found.push(differs("request", "secrets at the provider", { expected: "none", came: leak }));
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < request.headers.length; index += 2) {
    headers.set((request.headers[index] ?? "").toLowerCase(), request.headers[index + 1] ?? "");
  }
  const [name, value] = credentials[placed.service.kind];
  if (headers.get(name) !== value) {
    found.push(differs("request", `the provider's key in ${name}`, { expected: value, came: headers.get(name) }));
  }
  const sent = fields(callerHeaders(placed, way, { key, name: headers.get(exchangeHeader) ?? "" }));
  for (const wanted of meaningful) {
    const expected = sent[wanted];
    if (expected === undefined || headers.get(wanted) === expected) continue;
    found.push(differs("request", `header ${wanted}`, { expected, came: headers.get(wanted) }));
  }
  return found;
}
