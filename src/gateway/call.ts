import type { ApiKey } from "../access/api-key.ts";
import type { Dialect, Edit, RequestReading } from "../dialects/dialect.ts";
import type { Endpoint } from "../dialects/endpoints.ts";
import type { JsonBody } from "../dialects/json-body.ts";
import type { StoredTexts } from "../dialects/stored-answers.ts";
import type { Target } from "../providers/provider.ts";
import type { ByteSource, IncomingRequest } from "../ports/http-message.ts";
import type { RenderedPrompt } from "../prompts/prompt.ts";
import type { CallGuards } from "./guarding/call-guards.ts";
import type { Route, Snapshot } from "./snapshot.ts";

/** A request whose endpoint is known. Each type below proves one more stage. */
export interface AddressedCall {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** On the monotonic clock. */
  readonly started: number;
  readonly request: IncomingRequest;
  readonly snapshot: Snapshot;
  readonly endpoint: Endpoint;
  readonly dialect: Dialect;
  /** The provider of `/providers/{id}/…`; undefined on all other paths. */
  readonly namedProvider: string | undefined;
}

/** Whose call it is. */
export interface Caller {
  readonly project: string;
  /** Undefined with `auth: none`, and for calls that this process makes itself. */
  readonly key: ApiKey | undefined;
}

export interface IdentifiedCall extends AddressedCall {
  readonly caller: Caller;
  readonly labels: CallLabels;
  /** The caller's own provider credential: header name and value, empty when there is none. */
  readonly callerCredential: readonly string[];
}

/** What the caller says about its call in `holdfast-*` headers. */
export interface CallLabels {
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly user: string | undefined;
  readonly session: string | undefined;
}

/** The request's body: a JSON object that was scanned, or bytes that only pass through. */
export type CallBody =
  | { readonly kind: "json"; readonly json: JsonBody }
  | { readonly kind: "stream"; readonly source: ByteSource; readonly length: string | undefined }
  | { readonly kind: "none" };

export interface ReceivedCall extends IdentifiedCall {
  readonly body: CallBody;
  readonly reading: RequestReading;
}

export interface AdmittedCall extends ReceivedCall {
  /** Undefined: the caller named a provider or a bare model. */
  readonly route: Route | undefined;
  readonly target: Target;
  /** The gateway asked for usage on the caller's behalf, so the usage chunk is withheld. */
  readonly withholdUsage: boolean;
}

export interface PreparedCall extends AdmittedCall {
  /** The prompt version that the call has; undefined: none. */
  readonly prompt: PromptId | undefined;
  /** What is written into the caller's body: the prompt, and the route's parameters. */
  readonly writing: RenderedPrompt | undefined;
}

export interface PromptId {
  readonly name: string;
  readonly version: number;
}

/** What guards have redacted is gone from `body` and `writing`. */
export interface ScreenedCall extends PreparedCall {
  /** Undefined: no policy holds for this call. */
  readonly guards: CallGuards | undefined;
  /** How guards read the answer, where that is not as the dialect's calls are read. */
  readonly storedTexts?: StoredTexts;
  /** The request as the ledger may keep it, where that is not what the provider gets: redacted, and not marked. */
  readonly kept?: JsonBody | undefined;
}

export interface WrittenCall extends ScreenedCall {
  /** What is changed in the body's bytes. */
  readonly edits: readonly Edit[];
  /** What of the prompt the caller's dialect cannot say, by its place in the prompt. */
  readonly losses: readonly string[];
}
