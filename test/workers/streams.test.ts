import { describe, expect, it } from "vitest";

import { StreamSource } from "../../src/adapters/workers/stream-source.ts";
import { streamFromSource } from "../../src/adapters/workers/stream-from-source.ts";
import { toResponse } from "../../src/adapters/workers/to-response.ts";
import type { ByteSink, ByteSource } from "../../src/ports/http-message.ts";

const encoder = new TextEncoder();
const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));
const broke = (): Error => new Error("broke");

/** A source that does what the test says, and notes what is asked of it. */
function scriptedSource(): ByteSource & { sink: ByteSink | undefined; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    sink: undefined,
    start(sink) {
      this.sink = sink;
    },
    pause: () => void asked.push("pause"),
    resume: () => void asked.push("resume"),
    cancel: (reason) => void asked.push(`cancel: ${reason.message}`),
  };
}

/** A sink that notes what it hears. */
function notingSink(): ByteSink & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    data: (chunk) => void heard.push(new TextDecoder().decode(chunk)),
    end: () => void heard.push("end"),
    fail: (error) => void heard.push(`fail: ${error.message}`),
  };
}

describe("a web stream as a source", () => {
  it("gives every chunk once, in order, and its end", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const sink = notingSink();
    new StreamSource(readable, broke).start(sink);
    const writer = writable.getWriter();
    for (const text of ["a", "b", "c"]) await writer.write(encoder.encode(text));
    await writer.close();
    await turn();
    expect(sink.heard).toEqual(["a", "b", "c", "end"]);
  });

  it("reads at most one chunk more while it is paused, and all of them after", async () => {
    let made = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          made += 1;
          controller.enqueue(encoder.encode(String(made)));
          if (made === 50) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const source = new StreamSource(stream, broke);
    const sink = notingSink();
    source.start({
      ...sink,
      data(chunk) {
        sink.data(chunk);
        source.pause();
      },
    });
    await turn();
    expect(made).toBeLessThanOrEqual(2);
    for (let step = 0; step < 60 && sink.heard.at(-1) !== "end"; step += 1) {
      source.resume();
      await turn();
    }
    expect(sink.heard).toHaveLength(51);
  });

  it("says nothing more after a cancel, and cancels the stream", async () => {
    const seen: unknown[] = [];
    const stream = new ReadableStream<Uint8Array>({ cancel: (reason) => void seen.push(reason) });
    const source = new StreamSource(stream, broke);
    const sink = notingSink();
    source.start(sink);
    const reason = new Error("no more");
    source.cancel(reason);
    await turn();
    expect(sink.heard).toEqual([]);
    expect(seen).toEqual([reason]);
  });

  it("that breaks fails once, with an error of ours", async () => {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode("a")),
      pull: (controller) => controller.error(new Error("socket")),
    });
    const sink = notingSink();
    new StreamSource(stream, broke).start(sink);
    await turn();
    expect(sink.heard.at(-1)).toBe("fail: broke");
    expect(sink.heard.filter((one) => one.startsWith("fail"))).toHaveLength(1);
  });
});

describe("a source as a web stream", () => {
  it("pauses its source when its reader is slow, and resumes it when the reader has read all there was", async () => {
    const source = scriptedSource();
    const reader = streamFromSource(source).getReader();
    source.sink?.data(new Uint8Array(40_000));
    await turn();
    expect(source.asked).toEqual([]);
    source.sink?.data(new Uint8Array(40_000));
    expect(source.asked).toEqual(["pause"]);
    await reader.read();
    await reader.read();
    const third = reader.read();
    await turn();
    expect(source.asked).toEqual(["pause", "resume"]);
    source.sink?.data(encoder.encode("more"));
    expect((await third).value).toHaveLength(4);
  });

  it("passes a cancel on, and hears nothing after it", async () => {
    const source = scriptedSource();
    const stream = streamFromSource(source);
    await stream.cancel(new Error("left"));
    source.sink?.data(encoder.encode("late"));
    source.sink?.end();
    expect(source.asked).toEqual(["cancel: left"]);
  });

  it("breaks when its source breaks", async () => {
    const source = scriptedSource();
    const text = new Response(streamFromSource(source)).text();
    source.sink?.data(encoder.encode("half"));
    source.sink?.fail(new Error("cut"));
    await expect(text).rejects.toThrow("cut");
  });
});

describe("an answer as a response", () => {
  it("hears a body to its end that its status does not let through", () => {
    const source = scriptedSource();
    const response = toResponse({ status: 304, headers: ["etag", "x"], body: source }, "GET");
    expect(response.body).toBeNull();
    expect(source.sink).toBeDefined();
  });

  it("keeps headers that stand there twice", () => {
    const response = toResponse({ status: 200, headers: ["x-a", "1", "x-a", "2"], body: undefined }, "GET");
    expect(response.headers.get("x-a")).toBe("1, 2");
  });
});
