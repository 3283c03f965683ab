import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { compare, readEmbeddedLedger, readMetric } from "./ledger.ts";
import { callOnce, startLoad } from "./load.ts";
import { makePlace } from "./place.ts";

const drainMs = 20_000;
const yaml = "limits: { drain: 20s }\n";
/** Writing the last rows and closing the database come after the deadline. */
const closingMs = 8_000;

test("SIGTERM under load: streams end, new calls are refused, all rows are there, and the exit code is 0", async () => {
  const place = await makePlace({ yaml });
  try {
    const gateway = await place.start();
    const plain = startLoad({ target: place.target, callers: 8, models: ["plain"] });
    // Three seconds each: they outlast the signal and fit into the deadline.
    const streams = Array.from({ length: 20 }, () => callOnce(place.target, { model: "stream-60-50" }));
    await untilOpen(gateway.url, streams.length);
    const at = performance.now();
    gateway.signal("SIGTERM");
    const ended = await Promise.all(streams);
    const streamsMs = Math.round(performance.now() - at);
    const { code } = await gateway.exited;
    const exitMs = Math.round(performance.now() - at);
    await plain.stop();
    const answered = ended.flatMap((call) => (call === undefined ? [] : [call]));
    const calls = [...plain.calls, ...answered];
    const refused = plain.calls.filter((call) => call.errorCode === "shutting-down");
    const broken = plain.calls.filter((call) => !call.complete && call.errorCode !== "shutting-down");
    const comparison = compare(calls, await readEmbeddedLedger(place.dataDir));
    console.log("SIGTERM under load:", {
      ...comparison,
      streamsMs,
      exitMs,
      code,
      refused: refused.length,
      unconnected: plain.failures(),
      broken: broken.length,
    });
    expect(code).toBe(0);
    expect(answered.filter((call) => call.complete)).toHaveLength(20);
    expect(comparison).toMatchObject({ lost: 0, duplicates: 0 });
    expect(refused.length + plain.failures()).toBeGreaterThan(0);
    expect(new Set(refused.map((call) => call.status))).toEqual(new Set(refused.length > 0 ? [503] : []));
    expect(broken).toEqual([]);
    // Callers who are refused again and again must not keep it waiting once the last stream has ended.
    expect(exitMs).toBeLessThan(streamsMs + closingMs);
    expect(streamsMs).toBeLessThan(drainMs);
  } finally {
    await place.remove();
  }
}, 60_000);

test("streams that outlast the deadline are told so, and have their rows", async () => {
  const place = await makePlace({ yaml: "limits: { drain: 1s }\n" });
  try {
    const gateway = await place.start();
    const streams = Array.from({ length: 10 }, () => readToTheEnd(place.target, "stream-400-50"));
    await untilOpen(gateway.url, streams.length);
    const at = performance.now();
    gateway.signal("SIGTERM");
    const ended = await Promise.all(streams);
    const { code } = await gateway.exited;
    const exitMs = Math.round(performance.now() - at);
    const { outcomes } = await readEmbeddedLedger(place.dataDir);
    console.log("streams beyond the deadline:", { exitMs, code });
    expect(code).toBe(0);
    expect(exitMs).toBeLessThan(1_000 + closingMs);
    for (const { id, text } of ended) {
      expect(text).toContain("shutting-down");
      expect(outcomes.get(id)).toBeDefined();
    }
  } finally {
    await place.remove();
  }
}, 60_000);

test("a second SIGTERM ends the gateway at once, and the next start brings the rows", async () => {
  const place = await makePlace({ yaml: "limits: { drain: 60s }\n" });
  try {
    const first = await place.start();
    const plain = await callOnce(place.target, { model: "plain" });
    const running = callOnce(place.target, { model: "stream-400-50" });
    await untilOpen(first.url, 1);
    await sleep(200);
    first.signal("SIGTERM");
    await sleep(500);
    const at = performance.now();
    first.signal("SIGTERM");
    const { code } = await first.exited;
    const exitMs = Math.round(performance.now() - at);
    const cut = await running;
    const second = await place.start();
    await second.stop();
    const { outcomes } = await readEmbeddedLedger(place.dataDir);
    expect(code).not.toBe(0);
    // At once, as far as a busy machine knows the word; the deadline is a minute.
    expect(exitMs).toBeLessThan(5_000);
    expect(outcomes.get(plain?.id ?? "")).toBe("answered");
    expect(outcomes.get(cut?.id ?? "")).toBe("broke");
  } finally {
    await place.remove();
  }
}, 60_000);

/** Waits until so many calls run; refused and plain calls come and go among them. */
async function untilOpen(url: string, count: number): Promise<void> {
  while ((await readMetric(url, "holdfast_open_calls")) < count) await sleep(50);
  // A call is open from its head on; its stream begins a moment later.
  await sleep(300);
}

interface Ended {
  readonly id: string;
  readonly text: string;
}

/** Makes one streamed call and keeps all of its text. */
function readToTheEnd(target: { readonly url: string; readonly key: string }, model: string): Promise<Ended> {
  const body = JSON.stringify({ model: `openai/${model}`, stream: true, messages: [] });
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${target.url}/v1/chat/completions`,
      { method: "POST", headers: { authorization: `Bearer ${target.key}`, "content-type": "application/json" } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece: string) => (text += piece));
        response.on("error", () => undefined);
        response.on("close", () => resolve({ id: String(response.headers["holdfast-call-id"]), text }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
