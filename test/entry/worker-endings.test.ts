import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";

import type { CallRecord } from "../../src/ledger/call-record.ts";
import { chatAnswer, chatChunk, chatDone, chatFinish, chatRequest, chatUsage } from "../support/openai-fixtures.ts";
import { postgresServer } from "../support/postgres.ts";
import { answerEvents, answerJson, hang, pause, reset } from "../support/stub-upstream.ts";
import { until } from "../support/worker-gateway.ts";
import { useWorkerWire } from "../support/worker-wire.ts";

const streamed = { ...chatRequest, stream: true };
const path = "/v1/chat/completions";

describe.skipIf(postgresServer === undefined)("in workerd", () => {
  const wire = useWorkerWire(`
limits: { firstByte: 1500ms, idle: 1500ms, total: 4s, bodyRead: 500ms, bodyBytes: 64KiB }
`);

  async function reached(): Promise<void> {
    const before = wire.upstream.requests.length;
    await until(() => Promise.resolve(wire.upstream.requests.length > before ? true : undefined));
  }

  /** Sends a request over a socket of its own, whose end is the test's to choose. */
  function send(body: unknown, session: string): Socket {
    const text = JSON.stringify(body);
    const socket = connect(Number(new URL(wire.worker.url).port), "127.0.0.1");
    const head = [`POST ${path} HTTP/1.1`, "host: x", `authorization: Bearer ${wire.worker.key}`];
    socket.write([...head, `holdfast-session: ${session}`, `content-length: ${text.length}`, "", text].join("\r\n"));
    return socket;
  }

  /** The row of a call whose answer never said its id. */
  const rowOf = (session: string): Promise<CallRecord> =>
    until(async () => (await wire.worker.store.calls.list({ session }, 1)).calls[0]);

  /** How long the provider is left without word, in milliseconds. */
  async function untilAborted(): Promise<number> {
    const leftAt = performance.now();
    await wire.upstream.requests.at(-1)?.aborted;
    return performance.now() - leftAt;
  }

  // A client that only says FIN may still be reading: workerd takes it for gone when a write to it fails. Cloudflare's own
  // network resets the stream of a client that leaves, so that is what is done here where nothing is being written.
  describe("a client that leaves", () => {
    it("before the answer's head cancels the upstream at once and is recorded with 499", async () => {
      wire.upstream.use(hang());
      const socket = send(chatRequest, "early");
      await reached();
      socket.resetAndDestroy();
      expect(await untilAborted()).toBeLessThan(200);
      expect(await rowOf("early")).toMatchObject({ outcome: "client-closed", status: 499 });
    });

    it("in the middle of a stream cancels the upstream at once, and what was sent is estimated", async () => {
      wire.upstream.use(
        answerEvents([chatChunk("Hello"), chatChunk(" world"), ...Array(400).fill(chatChunk("!"))], 20),
      );
      const controller = new AbortController();
      const answer = await wire.worker.post(path, streamed, { signal: controller.signal });
      const reader = answer.body?.getReader();
      await reader?.read();
      await reader?.read();
      controller.abort();
      expect(await untilAborted()).toBeLessThan(200);
      const row = await wire.worker.row(answer);
      expect(row).toMatchObject({ outcome: "client-closed", status: 200, usage_source: "estimated" });
      expect(row.output_tokens).toBeGreaterThan(1);
      expect(row.output_tokens).toBeLessThan(100);
    });

    it("in the middle of a silent stream cancels the upstream as well", async () => {
      wire.upstream.use((_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chatChunk("Hel"));
      });
      const socket = send(streamed, "silent");
      await once(socket, "data");
      socket.resetAndDestroy();
      expect(await untilAborted()).toBeLessThan(200);
      expect(await rowOf("silent")).toMatchObject({ outcome: "client-closed", status: 200 });
    });
  });

  describe("a provider that fails", () => {
    it("by resetting the connection is a 502", async () => {
      wire.upstream.use(reset());
      const answer = await wire.worker.post(path, chatRequest);
      expect(await answer.json()).toMatchObject({ error: { code: "upstream-unreachable" } });
      expect(await wire.worker.row(answer)).toMatchObject({ outcome: "broke", status: 502 });
    });

    it("by saying nothing is a 504 after the first-byte limit", async () => {
      wire.upstream.use(hang());
      const answer = await wire.worker.post(path, chatRequest);
      expect(answer.status).toBe(504);
      await wire.upstream.requests.at(-1)?.aborted;
      expect(await wire.worker.row(answer)).toMatchObject({ outcome: "timed-out", error_code: "upstream-timeout" });
    });

    it("by cutting a plain answer short is a 502, not half an answer", async () => {
      wire.upstream.use((_request, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
        response.write(JSON.stringify(chatAnswer).slice(0, 100));
        setTimeout(() => response.destroy(), 20);
      });
      const answer = await wire.worker.post(path, chatRequest);
      expect([answer.status, await answer.json()]).toMatchObject([502, { error: { code: "upstream-broke" } }]);
    });

    it("by cutting a stream between two events ends it with an error event", async () => {
      wire.upstream.use(async (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chatChunk("Hel"));
        await pause(50);
        response.destroy();
      });
      const answer = await wire.worker.post(path, streamed);
      const text = await answer.text();
      expect(text.startsWith(chatChunk("Hel"))).toBe(true);
      expect(text).toContain("upstream-broke");
      expect(await wire.worker.row(answer)).toMatchObject({ outcome: "broke", status: 200 });
    });

    it("by cutting a stream inside an event breaks the connection, so that nothing reads as complete", async () => {
      wire.upstream.use(async (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chatChunk("Hel") + chatChunk("lo").slice(0, 30));
        await pause(50);
        response.destroy();
      });
      const answer = await wire.worker.post(path, { ...streamed, stream_options: { include_usage: true } });
      await expect(answer.text()).rejects.toThrow("terminated");
      expect(await wire.worker.row(answer)).toMatchObject({ outcome: "broke" });
    });

    it("by falling silent inside a stream is ended after the idle limit", async () => {
      wire.upstream.use((_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chatChunk("Hel"));
      });
      const answer = await wire.worker.post(path, streamed);
      expect(await answer.text()).toContain("upstream-timeout");
      expect(await wire.worker.row(answer)).toMatchObject({ outcome: "timed-out" });
    });

    it("by never ending a stream is ended after the total limit", async () => {
      wire.upstream.use(answerEvents(Array(1000).fill(chatChunk("x")), 20));
      const answer = await wire.worker.post(path, streamed);
      expect(await answer.text()).toContain("call-timeout");
      expect(await wire.worker.row(answer)).toMatchObject({ outcome: "timed-out", error_code: "call-timeout" });
    });

    it("after its own end of the stream loses nothing", async () => {
      const events = [chatChunk("Hi"), chatFinish, chatUsage, chatDone];
      wire.upstream.use(async (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(events.join(""));
        await pause(50);
        response.destroy();
      });
      const answer = await wire.worker.post(path, { ...streamed, stream_options: { include_usage: true } });
      expect(await answer.text()).toBe(events.join(""));
      expect(await wire.worker.row(answer)).toMatchObject({ outcome: "answered", output_tokens: 2 });
    });
  });

  describe("a bad request", () => {
    it("that is too large is refused by its length, and by counting when it names none", async () => {
      const large = JSON.stringify({ ...chatRequest, pad: "x".repeat(100_000) });
      expect((await wire.worker.post(path, large)).status).toBe(413);
      const counted = await fetch(`${wire.worker.url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${wire.worker.key}` },
        body: new Response(large).body,
        duplex: "half",
      });
      expect(await counted.json()).toMatchObject({ error: { code: "body-too-large" } });
    });

    it("that trickles in is refused after the body limit", async () => {
      const slow = await fetch(`${wire.worker.url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${wire.worker.key}` },
        body: new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode("{"));
          },
        }),
        duplex: "half",
      });
      expect(slow.status).toBe(408);
      expect(await wire.worker.row(slow)).toMatchObject({ error_code: "body-timeout" });
    });

    it("with invalid UTF-8 goes to the provider as it came", async () => {
      wire.upstream.use(answerJson(chatAnswer));
      const bytes = Buffer.concat([
        Buffer.from('{"model":"gpt-4o-mini","messages":[{"role":"user","content":"'),
        Buffer.from([0xff, 0xfe, 0xc3]),
        Buffer.from('"}]}'),
      ]);
      await fetch(`${wire.worker.url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${wire.worker.key}` },
        body: bytes,
      });
      expect(wire.upstream.requests.at(-1)?.body.equals(bytes)).toBe(true);
    });
  });

  it("a slow reader slows the provider down", async () => {
    let written = 0;
    const chunk = Buffer.from(chatChunk("x".repeat(64 * 1024)));
    const most = 3_000;
    wire.upstream.use((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const fill = (): void => {
        do written += 1;
        while (written < most && response.write(chunk));
      };
      response.on("drain", fill);
      fill();
    });
    const socket = send(streamed, "slow").pause();
    await pause(1_000);
    const soon = written;
    await pause(500);
    expect(written).toBe(soon);
    // What sockets on loopback and workerd's own buffers hold, of 200 MB that the provider would send.
    expect(written * chunk.byteLength).toBeLessThan(32 * 1024 * 1024);
    socket.destroy();
    expect(await rowOf("slow")).toMatchObject({ outcome: "client-closed" });
  });

  it("a reader that stops now and then gets every byte", async () => {
    const events = Array.from({ length: 400 }, (_, index) => chatChunk(`${index} ${"x".repeat(16 * 1024)}`));
    wire.upstream.use(answerEvents([...events, chatFinish, chatUsage, chatDone]));
    const answer = await wire.worker.post(path, { ...streamed, stream_options: { include_usage: true } });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body ?? []) {
      chunks.push(chunk);
      if (chunks.length % 20 === 0) await pause(20);
    }
    expect(Buffer.concat(chunks).toString()).toBe([...events, chatFinish, chatUsage, chatDone].join(""));
    expect(await wire.worker.row(answer)).toMatchObject({ outcome: "answered", output_tokens: 2 });
  });
});
