import type { HoldfastError } from "../errors.ts";
import type { Usage } from "../ledger/usage.ts";
import type { HeaderList } from "../ports/http-message.ts";
import type { RenderedPrompt } from "../prompts/prompt.ts";
import type { DialectTexts } from "./dialect-texts.ts";
import type { JsonBody } from "./json-body.ts";
import type { AppliedPrompt } from "./prompt-edits/applied-prompt.ts";
import type { PromptAsk } from "./read-prompt-ref.ts";

export const dialectIds = ["openai-chat", "openai-responses", "anthropic-messages", "gemini", "openai"] as const;
/** A wire format. `openai` is the rest of OpenAI's API (embeddings, completions, files, images, audio …). */
export type DialectId = (typeof dialectIds)[number];

/** What a request asks, as far as the gateway needs to know. */
export interface RequestReading {
  /** The model as the caller wrote it; undefined when the request names none. */
  readonly model: string | undefined;
  readonly stream: boolean;
  /** The end user that the caller names in the dialect's own field (`user`, `metadata.user_id`, `safety_identifier`). */
  readonly endUser: string | undefined;
}

/** Replaces the bytes `start` (inclusive) to `end` (exclusive) by `text`. Edits never overlap. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What an answer said about itself. Everything unknown is undefined; usage fields nobody said are null. */
export interface Reading {
  readonly usage: Usage | undefined;
  readonly model: string | undefined;
  readonly systemFingerprint: string | undefined;
  readonly finishReason: string | undefined;
  /** An error inside an answer whose status said success (an SSE `error` event, an error object in a 200). */
  readonly errorInBody: string | undefined;
  /** JSON-escaped fragments of the generated text, joined, for counting; bounded; undefined when none were kept. */
  readonly outputText: string | undefined;
}

/** How totals and details relate at one provider; see `read-openai-usage.ts`. */
export interface UsageQuirks {
  /** The provider leaves reasoning out of its completion count, whatever its totals say. */
  readonly reasoningBesideOutput?: boolean;
}

/** What became of one chunk of a streamed answer. */
export interface StreamStep {
  /** Bytes to forward now: the very chunk, or what is left when the withheld usage event was cut out, or undefined. */
  readonly forward: Uint8Array | undefined;
  /** True once: this chunk holds the dialect's own end (`[DONE]`, `message_stop`, `response.completed` …). */
  readonly ended: boolean;
}

/** Watches a streamed answer chunk by chunk, cut anywhere. Never throws: what it cannot read it leaves unread. */
export interface StreamWatcher {
  feed(chunk: Uint8Array): StreamStep;
  /** Bytes still held back when the stream ends (an unfinished event, when events are being withheld). */
  flush(): Uint8Array | undefined;
  /** True when generated content (text, reasoning, a tool call) has been seen. */
  readonly sawContent: boolean;
  finish(): Reading;
}

export interface StreamOptions {
  readonly quirks: UsageQuirks;
  /** Keep the usage-only chunk from the caller, who did not ask for it. */
  readonly withholdUsage: boolean;
  /** The most characters of output text to keep for counting. */
  readonly maxOutputText: number;
  /** The answer's content type, lower case, without parameters. */
  readonly contentType: string;
}

export interface RenderedError {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** One wire format: how to read a request, edit it, watch an answer, and speak an error. */
export interface Dialect {
  readonly id: DialectId;
  /** Reads what the gateway needs from the body's top level; the model of a dialect that names it in its path is not here. */
  readRequest(body: JsonBody): RequestReading;
  /** The edit that makes the provider report usage on a stream when the caller did not ask; undefined: none needed. */
  askForUsage(body: JsonBody): Edit | undefined;
  /** The edits that replace the model's name wherever the body has it; none when the dialect names it elsewhere. */
  setModel(body: JsonBody, model: string): readonly Edit[];
  /** Reads a whole answer. Never throws. */
  readAnswer(body: Uint8Array, quirks: UsageQuirks): Reading;
  watchStream(options: StreamOptions): StreamWatcher;
  /** Whether a request asks for an answer that is fetched later, by a call of its own; absent: the dialect knows no such. */
  answersLater?(body: JsonBody): boolean;
  /** The generated text of a request's own messages, JSON-escaped and joined, for counting; bounded by `maxText`. */
  inputText(body: JsonBody, maxText: number): string;
  renderError(error: HoldfastError, callId: string): RenderedError;
  /** The same error as the last event of a stream that has begun. */
  renderStreamError(error: HoldfastError, callId: string): Uint8Array;
  /** The texts of requests and answers, for guards. */
  readonly texts: DialectTexts;
  /** How the names of prompts begin that the provider itself stores. One that was not brought here is the provider's to answer. */
  readonly ownPromptPrefix?: string;
  /** The prompt that a request names; undefined: none. Throws `request-invalid` and the member that is wrong. */
  readPromptRef(body: JsonBody): PromptAsk | undefined;
  /** The edits that write a prompt into a request, and take out the members that named it. Throws `request-invalid`. */
  applyPrompt(body: JsonBody, prompt: RenderedPrompt): AppliedPrompt;
}

export const nothingRead: Reading = Object.freeze({
  usage: undefined,
  model: undefined,
  systemFingerprint: undefined,
  finishReason: undefined,
  errorInBody: undefined,
  outputText: undefined,
});
