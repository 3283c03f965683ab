import type { StreamWatcher } from "../dialects/dialect.ts";
import { countingWatcher, collectingWatcher } from "../dialects/plain-watchers.ts";
import { returnHeaders } from "../providers/return-headers.ts";
import { mediaType } from "../lib/header-list.ts";
import { readUpTo } from "../lib/read-up-to.ts";
import type { Answer, ByteSource } from "../ports/http-message.ts";
import type { AnsweredCall } from "./dispatch.ts";
import type { Gateway } from "./gateway.ts";
import { editAnswer } from "./edit-answer.ts";
import { hideCredential } from "./hide-credential.ts";
import { guardPlainAnswer, isGuarded, refuseUnread } from "./guarding/answer/guard-plain-answer.ts";
import { guardStream } from "./guarding/answer/guard-stream.ts";
import { isMetered } from "./is-metered.ts";
import { letUnscreened } from "./guarding/let-unscreened.ts";
import { readingOf } from "./reading-of.ts";
import type { Answering } from "./answering.ts";
import type { Settlement } from "./settling/settlement.ts";
import { SettlingSource } from "./settling/settling-source.ts";
import { settlePlain } from "./settling/settle-plain.ts";

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
  if (isStream(call, type)) {
    const watcher = isMetered(call) ? streamWatcher(call, type) : countingWatcher();
    return streamed(withGuardedBody(call, type, answering), answering, watcher);
  }
  if (isReadable(call, type)) return await plain(call, answering);
  const unread = letUnscreened(call, type, settlement);
  // An error is read whatever it is: it may quote the gateway's own key.
  if (isError(unread)) return await plain(unread, answering);
  return streamed(unread, answering, countingWatcher());
}

/** An answer that is no stream: read whole where it is short enough or must be screened, settled, and sent in one write. */
async function plain(call: AnsweredCall, answering: Answering): Promise<Answer> {
  const { answer } = call;
  const { settlement, gateway } = answering;
  const guarded = isGuarded(call) ? call : undefined;
  // What is screened is screened whole: its end may be what its beginning was for.
  const mostBuffered = guarded === undefined ? maxBufferedAnswer : call.snapshot.limits.answerBytes;
  const read = await readUpTo(answer.body, mostBuffered, settlement.deadline);
  settlement.upstreamEnded();
  if (read.kind === "long") {
    if (guarded !== undefined) refuseUnread(guarded, read.rest, gateway.clock);
    const watcher = collectingWatcher(call.snapshot.limits.answerBytes, (bytes) => readingOf(call, bytes));
    return streamed({ ...call, answer: { ...answer, body: read.rest } }, answering, watcher);
  }
  const bytes = isError(call) ? hideCredential(read.bytes, call.target.provider) : read.bytes;
  const shown = guarded === undefined ? bytes : await guardPlainAnswer(guarded, bytes, answering);
  const committed = settlePlain(call, { bytes, shown }, settlement);
  if (committed !== undefined) await committed;
  const body = answer.status === 200 ? editAnswer(call, shown, gateway.registry) : shown;
  const headers = answerHeaders(call, answering, true);
  // These two have no body, and say no length (RFC 9110, section 8.6).
  if (answer.status !== 204 && answer.status !== 304) headers.push("content-length", String(body.byteLength));
  return { status: answer.status, headers, body };
}

/** The call with its streamed answer as guards let it through. */
function withGuardedBody(call: AnsweredCall, contentType: string, { settlement, gateway }: Answering): AnsweredCall {
  if (!isGuarded(call)) return call;
  const texts = (call.storedTexts ?? call.dialect.texts).stream?.(contentType);
  if (texts === undefined) return letUnscreened(call, contentType, settlement);
  const stream = {
    body: call.answer.body,
    texts,
    guards: call.guards,
    cancellation: call.request.cancellation,
    heard: () => settlement.deadline.heard(),
  };
  return { ...call, answer: { ...call.answer, body: guardStream(stream, gateway.clock) } };
}

function isError({ answer }: AnsweredCall): boolean {
  return answer.status >= 400;
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
  return /^[\x20-\x7e]{0,300}$/.test(text) ? text : encodeURIComponent(text.toWellFormed()).slice(0, 300);
}
