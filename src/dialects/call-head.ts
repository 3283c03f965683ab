import type { HeaderList } from "../ports/http-message.ts";
import { dialectIds } from "./dialect.ts";
import type { DialectId } from "./dialect.ts";
import { anthropicCalls, geminiVerbs, openaiCalls } from "./endpoints.ts";

/** A model call as the ledger names it. */
export interface NamedCall {
  readonly dialect: string;
  readonly operation: string;
  /** As the caller wrote it. */
  readonly model: string;
  readonly stream: boolean;
}

/** Where a request of a call goes, and what its dialect asks for besides the body. */
export interface CallHead {
  readonly dialect: DialectId;
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderList;
}

type Way = (call: NamedCall) => Omit<CallHead, "dialect"> | undefined;

const json: HeaderList = ["content-type", "application/json"];
/** Anthropic refuses calls that name no version of its API. */
const anthropicVersion: HeaderList = ["anthropic-version", "2023-06-01"];

const ways = {
  "openai-chat": openaiWay,
  "openai-responses": openaiWay,
  openai: openaiWay,
  "anthropic-messages": anthropicWay,
  gemini: geminiWay,
} as const satisfies Record<DialectId, Way>;

/**
 * The opposite of `findEndpoint`: from a call in the ledger to the request that makes it anew. Undefined for what is no
 * model call. Which version of Gemini's API was asked, and whether the model was a tuned one, is not in the ledger: it
 * becomes `v1beta`, and a model.
 */
export function callHead(call: NamedCall): CallHead | undefined {
  const dialect = dialectIds.find((id) => id === call.dialect);
  const head = dialect === undefined ? undefined : ways[dialect](call);
  return dialect === undefined || head === undefined ? undefined : { dialect, ...head };
}

function openaiWay({ dialect, operation }: NamedCall): ReturnType<Way> {
  const found = Object.entries(openaiCalls).find(([, to]) => to.dialect === dialect && to.operation === operation);
  return found === undefined ? undefined : { path: `/v1${found[0]}`, query: "", headers: json };
}

function anthropicWay({ operation }: NamedCall): ReturnType<Way> {
  const found = Object.entries(anthropicCalls).find(([, name]) => name === operation);
  return found === undefined ? undefined : { path: found[0], query: "", headers: [...json, ...anthropicVersion] };
}

function geminiWay({ operation, model, stream }: NamedCall): ReturnType<Way> {
  const verb = stream && operation === "generateContent" ? "streamGenerateContent" : operation;
  if (!geminiVerbs.has(verb)) return undefined;
  const path = `/v1beta/models/${encodeURIComponent(model)}:${verb}`;
  return { path, query: stream ? "alt=sse" : "", headers: json };
}
