import { applyEdits } from "../dialects/apply-edits.ts";
import type { Edit } from "../dialects/dialect.ts";
import { type ErrorCode, HoldfastError } from "../errors.ts";
import { isOverloadOrFault } from "../providers/is-overload-or-fault.ts";
import { isRedirect } from "../providers/is-redirect.ts";
import type { Target } from "../providers/provider.ts";
import { forwardHeaders } from "../providers/forward-headers.ts";
import type { Body } from "../ports/http-message.ts";
import type { UpstreamAnswer, UpstreamRequest } from "../ports/upstream.ts";
import type { WrittenCall } from "./call.ts";
import type { Settlement } from "./settling/settlement.ts";
import { shouldAskForUsage } from "./should-ask-for-usage.ts";

export interface AnsweredCall extends WrittenCall {
  readonly answer: UpstreamAnswer;
}

/**
 * Asks the target, and where it does not answer each fallback in its turn, and waits for an answer's head. Rejects with
 * `upstream-unreachable`, `upstream-timeout`, or the reason the call was cancelled for. The last target's own error is an
 * answer, not a rejection.
 */
export async function dispatch(call: WrittenCall, settlement: Settlement): Promise<AnsweredCall> {
  const fallbacks = fallbacksFor(call);
  let attempt = call;
  for (const next of fallbacks) {
    const answered = await tryTarget(attempt, settlement);
    if (answered !== undefined) return answered;
    attempt = { ...call, target: next, withholdUsage: shouldAskForUsage(attempt, next.provider) };
    settlement.reached(attempt);
  }
  return await ask(attempt, settlement);
}

/**
 * An upload is gone once it was sent; a target that does not speak the caller's dialect cannot stand in; and the caller's
 * own key of one provider is for that provider's host only.
 */
function fallbacksFor(call: WrittenCall): readonly Target[] {
  const { route } = call;
  if (route === undefined || route.fallbacks.length === 0 || call.body.kind === "stream") return noTargets;
  return route.fallbacks.filter(
    ({ provider }) =>
      provider.dialects.has(call.endpoint.dialect) &&
      (provider.credentials === "gateway" || provider === call.target.provider),
  );
}

const noTargets: readonly Target[] = [];

/** Undefined: this target cannot answer now, and another may. Nothing has reached the caller then. */
async function tryTarget(call: WrittenCall, settlement: Settlement): Promise<AnsweredCall | undefined> {
  try {
    const answered = await ask(call, settlement, "mayGiveUp");
    if (!isOverloadOrFault(answered.answer.status)) return answered;
    answered.answer.body.cancel(new HoldfastError("upstream-broke", { message: "A fallback is asked instead." }));
    return undefined;
  } catch (error) {
    const isGone = error instanceof HoldfastError && goneCodes.has(error.code);
    if (call.request.cancellation.reason !== undefined || !isGone) throw error;
    return undefined;
  }
}

const goneCodes: ReadonlySet<ErrorCode> = new Set(["upstream-unreachable", "upstream-timeout"]);

/** `mayGiveUp`: a target that is silent for too long ends this attempt only, and not the call. */
async function ask(call: WrittenCall, settlement: Settlement, patience?: "mayGiveUp"): Promise<AnsweredCall> {
  const { cancellation } = call.request;
  if (cancellation.reason !== undefined) throw cancellation.reason;
  settlement.attemptStarted();
  const { timeouts, upstream } = call.target.provider;
  // How long an upload takes is the caller's affair; the provider's time begins when it has all of it.
  const exchange = upstream.send(upstreamRequest(call));
  const cancel = (reason: Error): void => exchange.cancel(reason);
  if (call.body.kind === "stream") settlement.deadline.waitForNothing();
  else settlement.deadline.waitFor("head", timeouts.firstByteMs, patience === "mayGiveUp" ? cancel : undefined);
  cancellation.onCancel(cancel);
  const answer = await exchange.answer;
  settlement.headArrived(answer);
  settlement.deadline.waitFor("more", timeouts.idleMs);
  if (call.endpoint.kind === "call" && isRedirect(answer.status)) refuseRedirect(answer);
  return { ...call, answer };
}

/** SDKs follow a redirect and take `x-api-key` along, and that is the caller's Holdfast key. */
function refuseRedirect({ status, body }: UpstreamAnswer): never {
  const refusal = new HoldfastError("upstream-unreachable", {
    message: `It answered with a redirect (${status}), which is neither followed nor passed on. Correct the provider's baseUrl.`,
  });
  body.cancel(refusal);
  throw refusal;
}

function upstreamRequest(call: WrittenCall): UpstreamRequest {
  const { provider } = call.target;
  const headers = forwardHeaders(call.request.headers, provider, call.callerCredential);
  const body = requestBody(call);
  // The answer must come unpacked to be read: that to an upload too, as transcriptions and edited images name usage.
  headers.push("accept-encoding", "identity");
  if (call.body.kind === "stream" && call.body.length !== undefined) headers.push("content-length", call.body.length);
  return {
    origin: provider.origin,
    path: upstreamPath(call),
    method: call.request.method,
    headers,
    body,
    connectMs: provider.timeouts.connectMs,
    decode: true,
  };
}

/** The caller's bytes; with edits spliced in only where the model's name or the wish for usage asks for them. */
function requestBody(call: WrittenCall): Body {
  if (call.body.kind === "none") return undefined;
  if (call.body.kind === "stream") return call.body.source;
  const { json } = call.body;
  const edits: Edit[] = [...call.edits];
  if (renamed(call)) edits.push(...call.dialect.setModel(json, call.target.model));
  const wish = call.withholdUsage ? call.dialect.askForUsage(json) : undefined;
  if (wish !== undefined) edits.push(wish);
  return applyEdits(json.bytes, edits);
}

function renamed(call: WrittenCall): boolean {
  return call.target.model !== "" && call.target.model !== call.reading.model;
}

function upstreamPath(call: WrittenCall): string {
  const { path, pathModel } = call.endpoint;
  const spliced =
    pathModel !== undefined && renamed(call)
      ? path.slice(0, pathModel.start) +
        encodeURIComponent(call.target.model.toWellFormed()) +
        path.slice(pathModel.end)
      : path;
  const query = withoutKey(call);
  const full = call.target.provider.basePath + spliced;
  return query === "" ? full : `${full}?${query}`;
}

/** Gemini's SDKs may put the key into the query. It is ours, or travels as a header; it never goes on in a URL. */
function withoutKey(call: WrittenCall): string {
  const { query } = call.request;
  if (!query.includes("key=")) return query;
  return query
    .split("&")
    .filter((pair) => !pair.startsWith("key="))
    .join("&");
}
