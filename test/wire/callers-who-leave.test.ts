import { expect, onTestFinished, test, vi } from "vitest";
import { assemble } from "../../src/entry/assemble.ts";
import { HoldfastError } from "../../src/errors.ts";
import { Cancellation } from "../../src/lib/cancellation.ts";
import type { Answer, ByteSource } from "../../src/ports/http-message.ts";
import type { Upstream } from "../../src/ports/upstream.ts";
import { startTestGateway } from "../support/start-test-gateway.ts";

const yaml = `
auth: none
providers:
  openai: { kind: openai, baseUrl: "http://127.0.0.1:1/v1", apiKey: { env: OPENAI_API_KEY } }
`;
const request = Buffer.from(
  JSON.stringify({ model: "openai/gpt-4o-mini", stream: true, messages: [{ role: "user", content: "Hello" }] }),
);

/** A body that says `bytes` and then nothing more. */
function silentAfter(bytes: Uint8Array): ByteSource {
  return { start: (sink) => sink.data(bytes), pause() {}, resume() {}, cancel() {} };
}

function wholeBody(bytes: Uint8Array): ByteSource {
  return {
    ...silentAfter(bytes),
    start(sink) {
      sink.data(bytes);
      sink.end();
    },
  };
}

/** A provider whose streams begin and do not end; it tells of each that is let go of. */
function endlessUpstream(onCancel: () => void): Upstream {
  const body = silentAfter(Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n'));
  return {
    send: () => ({
      answer: Promise.resolve({ status: 200, headers: ["content-type", "text/event-stream"], body }),
      cancel: onCancel,
    }),
  };
}

function read(answer: Answer): void {
  if (answer.body === undefined || answer.body instanceof Uint8Array) throw new Error("a stream was expected");
  answer.body.start({ data() {}, end() {}, fail() {} });
}

test("lets go of the provider of every caller that left in one moment before it writes their rows", async () => {
  const happened: string[] = [];
  const started = await startTestGateway(yaml, { OPENAI_API_KEY: "sk-test" });
  onTestFinished(() => started.close());
  const upstream = endlessUpstream(() => happened.push("let go"));
  started.changeSnapshot((snapshot) => ({
    ...snapshot,
    providers: new Map([...snapshot.providers].map(([id, provider]) => [id, { ...provider, upstream }])),
  }));
  const { recorder } = started;
  const { handle } = assemble({
    ...started.gateway,
    recorder: {
      ...recorder,
      record({ call }) {
        happened.push(call.outcome);
        return undefined;
      },
    },
  });
  const callers = [new Cancellation(), new Cancellation(), new Cancellation()];
  for (const cancellation of callers) {
    const body = wholeBody(request);
    const path = "/v1/chat/completions";
    read(await handle({ method: "POST", path, query: "", headers: [], body, remoteAddress: undefined, cancellation }));
  }
  for (const cancellation of callers) cancellation.cancel(new HoldfastError("client-closed"));
  await vi.waitFor(() => expect(started.gateway.openCalls.count()).toBe(0));
  expect(happened).toEqual(["let go", "let go", "let go", "client-closed", "client-closed", "client-closed"]);
});
