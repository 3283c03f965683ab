import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { assemble } from "../../src/entry/assemble.ts";
import type { OwnCall } from "../../src/gateway/run-call.ts";
import { Cancellation } from "../../src/lib/cancellation.ts";
import { chatAnswer, chatChunk, chatDone, chatFinish, chatRequest } from "../support/openai-fixtures.ts";
import { answerEvents, answerJson, hang, pause } from "../support/stub-upstream.ts";
import { useWire } from "./wire-fixture.ts";

const wire = useWire();
const caller = { project: "shop", key: undefined } as const;
const request = { path: "/v1/chat/completions", query: "", headers: ["content-type", "application/json"] } as const;

const run = (body: unknown, changes: Partial<OwnCall> = {}) =>
  assemble(wire.gateway.gateway).run({
    ...request,
    body: Buffer.from(JSON.stringify(body)),
    caller,
    signal: new AbortController().signal,
    ...changes,
  });

describe("a call of the process's own", () => {
  it("needs no key, and is its project's row", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const { answer, record } = await run(chatRequest);
    expect(JSON.parse(Buffer.from(answer.bytes).toString())).toEqual(chatAnswer);
    expect(answer.isWhole).toBe(true);
    expect(record).toMatchObject({ project: "shop", outcome: "answered", status: 200, input_tokens: 12 });
    expect(record).not.toHaveProperty("key_id");
    expect(await wire.settled()).toEqual(record);
  });

  it("waits for a stream's end, and has its row then", async () => {
    wire.upstream.use(answerEvents([chatChunk("He"), chatChunk("llo"), chatFinish, chatDone], 5));
    const { answer, record } = await run({ ...chatRequest, stream: true });
    expect(Buffer.from(answer.bytes).toString()).toContain("[DONE]");
    expect(record).toMatchObject({ stream: true, outcome: "answered" });
  });

  it("that is refused is an answer and a row, and no rejection", async () => {
    const { answer, record } = await run({ ...chatRequest, model: "suport" });
    expect(Buffer.from(answer.bytes).toString()).toContain("model-unknown");
    expect(record).toMatchObject({ outcome: "refused", error_code: "model-unknown", status: 404 });
  });

  it("ends when its signal is aborted, and so does the provider's work", async () => {
    wire.upstream.use(hang());
    const leaving = new AbortController();
    const running = run(chatRequest, { signal: leaving.signal });
    const known = wire.upstream.requests.length;
    while (wire.upstream.requests.length === known) await pause(5);
    leaving.abort();
    await expect(running).rejects.toMatchObject({ code: "client-closed" });
    await wire.upstream.requests.at(-1)?.aborted;
    expect(await wire.settled()).toMatchObject({ outcome: "client-closed", project: "shop" });
  });

  it("leaves nothing behind on a signal that outlives it", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const { signal } = new AbortController();
    await run(chatRequest, { signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("is not begun when its signal was aborted before", async () => {
    const known = wire.upstream.requests.length;
    await expect(run(chatRequest, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "client-closed" });
    expect(wire.upstream.requests.length).toBe(known);
  });
});

describe("a request from outside", () => {
  it.each([
    ["caller", JSON.stringify(caller)],
    ["known", "1"],
    ["holdfast-caller", JSON.stringify(caller)],
    ["holdfast-project", "shop"],
    ["holdfast-internal", "true"],
    ["holdfast-tags", "project=shop,replay_of=1"],
    ["holdfast-release", "1"],
    ["x-forwarded-for", "127.0.0.1"],
    ["authorization", "Bearer [object Object]"],
  ])("is nobody's whatever it says in %s", async (name, value) => {
    const known = wire.upstream.requests.length;
    const answer = await fetch(`${wire.gateway.url}${request.path}`, {
      method: "POST",
      headers: { "content-type": "application/json", [name]: value },
      body: JSON.stringify({ ...chatRequest, caller, known: caller }),
    });
    expect(answer.status).toBe(401);
    expect(wire.upstream.requests.length).toBe(known);
  });

  it("is nobody's also when an edge hands on more than the request", async () => {
    const { handle } = assemble(wire.gateway.gateway);
    const body = { start: () => {}, pause: () => {}, resume: () => {}, cancel: () => {} };
    const incoming = { ...request, method: "POST", body, remoteAddress: undefined, cancellation: new Cancellation() };
    const answer = await Reflect.apply(handle, undefined, [{ ...incoming, caller, known: caller }, caller, caller]);
    expect(answer.status).toBe(401);
  });
});
