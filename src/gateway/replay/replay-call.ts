import type { DialectId } from "../../dialects/dialect.ts";
import { dialects } from "../../dialects/registry.ts";
import { saidText } from "../../dialects/said-text.ts";
import { HoldfastError } from "../../errors.ts";
import type { CallBodies } from "../../ledger/call-record.ts";
import type { CallDetail, CallView } from "../../ledger/call-view.ts";
import { viewCall } from "../../ledger/call-view.ts";
import { redactedMark } from "../../ledger/create-redactor.ts";
import { redactBodies } from "../../ledger/redact-bodies.ts";
import { showCall } from "../../ledger/show-call.ts";
import type { HeaderList } from "../../ports/http-message.ts";
import type { CallStore } from "../../ports/store.ts";
import type { Gateway } from "../gateway.ts";
import { rebuildCall } from "./rebuild-call.ts";
import type { ReplaySide, ReplayView, ReplayWish } from "./replay-view.ts";
import { maxKeptAnswer } from "../run-call.ts";
import type { OwnCall, RanCall } from "../run-call.ts";

export interface ReplayQuestion {
  /** May be cut, as `showCall` takes it. */
  readonly id: string;
  readonly release: ReplayWish["release"];
  readonly signal: AbortSignal;
}

export interface ReplayParts extends Pick<Gateway, "snapshot" | "registry"> {
  readonly calls: Pick<CallStore, "get" | "bodies" | "list">;
  readonly run: (call: OwnCall) => Promise<RanCall>;
}

/**
 * Runs a captured call again, as its project's and at its cost, and shows both. The new call is a row like any other, with
 * the tag `replay_of`. Refuses with `not-found`, `call-unrepeatable` or `release-unknown`; what the call itself is refused
 * with, or fails with, is part of the answer.
 */
export async function replayCall({ id, release, signal }: ReplayQuestion, parts: ReplayParts): Promise<ReplayView> {
  const detail = await showCall({ id, project: undefined }, parts);
  const { call, bodies } = detail;
  const { head, body } = rebuildCall(detail, parts);
  const forced = await wantedRelease(call, release, parts);
  const ran = await parts.run({
    path: head.path,
    query: head.query,
    headers: [...head.headers, ...forced, "holdfast-tags", `replay_of=${call.id}`],
    body: new TextEncoder().encode(body),
    caller: { project: call.project, key: undefined },
    signal,
  });
  // A call of a known caller is recorded but for one reason.
  if (ran.record === undefined) throw new HoldfastError("spool-full");
  const original = sideOf(call, bodies ?? {}, head.dialect);
  const replay = sideOf(viewCall(ran.record), answerBody(ran, parts), head.dialect);
  return {
    original,
    replay,
    same_text: isSameText(original, replay),
    request_redacted: body.includes(redactedMark) || call.guard_verdict === "redact",
  };
}

/** The header that forces a release; none where the route's pinned one is wanted. */
async function wantedRelease(
  { route, release: had }: CallView,
  wish: ReplayWish["release"],
  { registry }: Pick<Gateway, "registry">,
): Promise<HeaderList> {
  if (wish === "pinned") return [];
  if (wish === undefined) return had === undefined ? [] : ["holdfast-release", had];
  if (route === undefined) {
    throw new HoldfastError("release-unknown", { message: "The call was not for a route.", param: "release" });
  }
  if ((await registry.release(route, wish)) === undefined) {
    throw new HoldfastError("release-unknown", {
      message: `There is no ${route}@${wish}; \`holdfast releases list ${route}\` shows them.`,
      param: "release",
    });
  }
  return ["holdfast-release", String(wish)];
}

/** The new answer in the form that captured ones have, so that both are redacted alike and read alike. */
function answerBody({ answer }: RanCall, { snapshot }: Pick<Gateway, "snapshot">): CallBodies {
  const captured = { request: undefined, response: answer.bytes, responseCut: !answer.isWhole };
  return redactBodies(captured, snapshot().capture.redactor, maxKeptAnswer);
}

/** Null where there is nothing to compare: embeddings and token counts are numbers. */
function isSameText(original: ReplaySide, replay: ReplaySide): boolean | null {
  const isWhole = [original, replay].every((side) => side.text !== null && !side.text_cut);
  const hasText = original.text !== "" || replay.text !== "";
  return isWhole && hasText ? original.text === replay.text : null;
}

const errorStatus = 400;

function sideOf(call: CallView, bodies: NonNullable<CallDetail["bodies"]>, dialect: DialectId): ReplaySide {
  const { response, response_encoding: encoding, response_truncated: cut = false } = bodies;
  if (response === undefined || encoding === "base64") return { call, text: null, text_cut: false };
  if (call.status >= errorStatus) return { call, text: response, text_cut: cut };
  const said = saidText(new TextEncoder().encode(response), dialects[dialect].texts, call.stream);
  return { call, text: said.text, text_cut: cut || said.truncated };
}
