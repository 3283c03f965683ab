import { isRouteAllowed } from "../access/allowed-route.ts";
import { addRoutesToModels } from "../dialects/add-routes-to-models.ts";
import { nothingRead } from "../dialects/dialect.ts";
import type { Reading, StreamWatcher } from "../dialects/dialect.ts";
import { keepLinksHere } from "../dialects/keep-links-here.ts";
import { countingWatcher, collectingWatcher } from "../dialects/plain-watchers.ts";
import { returnHeaders } from "../providers/return-headers.ts";
import { mediaType } from "../lib/header-list.ts";
import { readUpTo } from "../lib/read-up-to.ts";
import type { Answer, ByteSource } from "../ports/http-message.ts";
import type { AnsweredCall } from "./dispatch.ts";
import type { Gateway } from "./gateway.ts";
import { AnswerScreen } from "./answer-screen.ts";
import type { CallGuards } from "./call-guards.ts";
import { guardStream } from "./guard-stream.ts";
import { screenPlainAnswer } from "./screen-plain-answer.ts";
import { refusalOf } from "../guards/refusal-of.ts";
import { toHoldfastError } from "../errors.ts";
import { routeNames } from "./find-route.ts";
import { isMetered } from "./is-metered.ts";
import type { Settlement } from "./settlement.ts";
import { SettlingSource } from "./settling-source.ts";
import { settlePlain } from "./settle-plain.ts";

/** Plain answers up to this are sent in one write; longer ones are forwarded as they come. */
const maxBufferedAnswer = 1024 * 1024;
/** The most text of an answer that is kept for counting, in characters. */
const maxOutputText = 256 * 1024;

/**
 * The answer as the caller gets it: the provider's status, bytes and headers, and what Holdfast says about the call. A
 * plain answer is settled before this resolves; a stream settles as it ends.
 */
export async function respond(
  call: AnsweredCall,
  settlement: Settlement,
  gateway: Pick<Gateway, "clock" | "registry">,
): Promise<Answer> {
  const type = mediaType(call.answer.headers);
  const answering = { settlement, gateway };
  if (isStream(call, type)) return respondStreamed(call, type, answering);
  if (!isReadable(call, type)) return streamed(call, answering, countingWatcher());
  return respondPlain(call, answering);
}

/** The policy that holds for the answer; undefined: none does. */
function guardsOf({ answer, endpoint, guards }: AnsweredCall): CallGuards | undefined {
  return answer.status < 300 && endpoint.kind === "call" ? guards : undefined;
}

function respondStreamed(call: AnsweredCall, type: string, answering: Answering): Answer {
  const guards = guardsOf(call);
  const body = guards === undefined ? call.answer.body : guardedBody({ ...call, guards }, type, answering);
  const watcher = isMetered(call) ? streamWatcher(call, type) : countingWatcher();
  return streamed({ ...call, answer: { ...call.answer, body } }, answering, watcher);
}

async function respondPlain(call: AnsweredCall, answering: Answering): Promise<Answer> {
  const { answer } = call;
  const { settlement, gateway } = answering;
  const guards = guardsOf(call);
  // What is screened is screened whole: its end may be what its beginning was for.
  const mostBuffered = guards === undefined ? maxBufferedAnswer : call.snapshot.limits.answerBytes;
  const read = await readUpTo(answer.body, mostBuffered, settlement.deadline);
  settlement.upstreamEnded();
  if (read.kind === "whole") return whole(call, read.bytes, answering);
  if (guards !== undefined) refuseUnread(guards, read.rest, gateway);
  const watcher = collectingWatcher(call.snapshot.limits.answerBytes, (bytes) => readingOf(call, bytes));
  return streamed({ ...call, answer: { ...answer, body: read.rest } }, answering, watcher);
}

/** An answer that is in memory: its row is safe before it is sent. */
async function whole(call: AnsweredCall, bytes: Uint8Array, answering: Answering): Promise<Answer> {
  const { answer } = call;
  const { settlement, gateway } = answering;
  const guards = guardsOf(call);
  const shown = guards === undefined ? bytes : await screened({ ...call, guards }, bytes, answering);
  const committed = settlePlain(call, { bytes, shown }, settlement);
  if (committed !== undefined) await committed;
  const body = answer.status === 200 ? edited(call, shown, gateway.registry) : shown;
  const headers = answerHeaders(call, answering, true);
  // These two have no body, and say no length (RFC 9110, section 8.6).
  if (answer.status !== 204 && answer.status !== 304) headers.push("content-length", String(body.byteLength));
  return { status: answer.status, headers, body };
}

function readingOf(call: AnsweredCall, bytes: Uint8Array): Reading {
  return isMetered(call) ? call.dialect.readAnswer(bytes, call.target.provider.quirks) : nothingRead;
}

/** The answer as its guards let it through. One that they keep from the caller was paid for, so that its row says what it cost. */
async function screened(
  call: AnsweredCall & { readonly guards: CallGuards },
  bytes: Uint8Array,
  { settlement, gateway }: Answering,
): Promise<Uint8Array> {
  try {
    return screenPlainAnswer(call, bytes, gateway.clock);
  } catch (thrown) {
    const error = toHoldfastError(thrown);
    await settlement.close({
      outcome: "refused",
      status: error.traits.status,
      error,
      reading: readingOf(call, bytes),
      responseBytes: 0,
    });
    throw error;
  }
}

/** A streamed answer, as its guards let it through. */
function guardedBody(
  call: AnsweredCall & { readonly guards: CallGuards },
  contentType: string,
  { settlement, gateway }: Answering,
): ByteSource {
  const stream = {
    body: call.answer.body,
    texts: call.dialect.texts.stream(contentType),
    guards: call.guards,
    cancellation: call.request.cancellation,
    heard: () => settlement.deadline.heard(),
  };
  return guardStream(stream, gateway.clock);
}

/** An answer too long to be held in memory cannot be screened. */
function refuseUnread(guards: CallGuards, rest: ByteSource, { clock }: Pick<Gateway, "clock">): void {
  const verdict = new AnswerScreen(guards, clock).unread();
  guards.found(verdict);
  const refusal = guards.enforces ? refusalOf(verdict, "answer") : undefined;
  if (refusal === undefined) return;
  rest.cancel(refusal);
  throw refusal;
}

/** The named edits of a plain answer; the bytes of all others are the provider's. */
function edited(call: AnsweredCall, bytes: Uint8Array, registry: Gateway["registry"]): Uint8Array {
  if (call.endpoint.kind === "models") return withRoutes(call, bytes, registry);
  return call.endpoint.kind === "passthrough" ? keepLinksHere(bytes, call.endpoint.family) : bytes;
}

/** The provider's list of models, with the routes that this caller may use in front. */
function withRoutes(call: AnsweredCall, list: Uint8Array, registry: Gateway["registry"]): Uint8Array {
  const allowed = call.caller.key?.allowedRoutes ?? [];
  const routes = routeNames(call.snapshot, registry).filter((route) => isRouteAllowed(allowed, route));
  return addRoutesToModels(list, call.endpoint.family, routes);
}

function isStream(call: AnsweredCall, type: string): boolean {
  return (
    type === "text/event-stream" || (call.reading.stream && call.answer.status < 300 && call.endpoint.kind === "call")
  );
}

/** Whether the answer is text that may name usage. Anything else (audio, files) is only counted in bytes. */
function isReadable(call: AnsweredCall, type: string): boolean {
  return call.endpoint.kind === "call" || type.endsWith("json") || type === "";
}

function streamWatcher(call: AnsweredCall, contentType: string): StreamWatcher {
  return call.dialect.watchStream({
    quirks: call.target.provider.quirks,
    withholdUsage: call.withholdUsage,
    maxOutputText,
    contentType,
  });
}

interface Answering {
  readonly settlement: Settlement;
  readonly gateway: Pick<Gateway, "clock" | "registry">;
}

function streamed(call: AnsweredCall, answering: Answering, watcher: StreamWatcher): Answer {
  answering.settlement.announce();
  const body: ByteSource = new SettlingSource(call, {
    settlement: answering.settlement,
    watcher,
    clock: answering.gateway.clock,
  });
  const mayChange = call.withholdUsage || call.guards?.enforces === true;
  return { status: call.answer.status, headers: answerHeaders(call, answering, mayChange), body };
}

/** `ownLength`: the provider's content-length no longer holds, or is written anew. */
function answerHeaders(call: AnsweredCall, { settlement, gateway }: Answering, ownLength: boolean): string[] {
  const headers = returnHeaders(call.answer.headers, !ownLength);
  const overhead = settlement.overheadMs(gateway.clock.monotonic());
  headers.push(
    "holdfast-call-id",
    call.id,
    "holdfast-target",
    headerSafe(`${call.target.provider.id}/${call.target.model}`),
    "holdfast-attempts",
    String(settlement.attempts),
    "holdfast-overhead-ms",
    overhead.toFixed(2),
  );
  pushDecisions(headers, call);
  return headers;
}

/** What decided the answer. Names of releases and prompts are made of characters that a header may hold. */
function pushDecisions(headers: string[], { route, prompt, losses, guards }: AnsweredCall): void {
  if (route?.release !== undefined) headers.push("holdfast-release", headerSafe(route.release));
  if (prompt !== undefined) headers.push("holdfast-prompt", `${prompt.name}@${prompt.version}`);
  if (guards !== undefined) headers.push("holdfast-guard", guards.verdict);
  if (losses.length > 0) headers.push("holdfast-translation-losses", headerSafe(losses.join(", ")));
}

/** A model's name comes from the caller, so it may hold what a header may not (RFC 9110, section 5.5). */
function headerSafe(text: string): string {
  return /^[\x20-\x7e]{0,300}$/.test(text) ? text : encodeURIComponent(text).slice(0, 300);
}
