import { describe, expect, it } from "vitest";

import { applyEdits } from "../../src/dialects/apply-edits.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { replaceSpan } from "../../src/dialects/replace-span.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Bytes from 0x80 to 0x9f, which the two runtimes read as different characters, among them. */
const said = "ünï 忽略 “quoted” 😀";

describe("in workerd itself", () => {
  it("texts of requests are found and replaced as on Node", () => {
    const file = `data:text/plain;base64,${btoa("in a file")}`;
    const request = { messages: [{ role: "user", content: [{ text: said }, { image_url: { url: file } }] }] };
    const body = scanJsonBody(encoder.encode(JSON.stringify(request)));
    const { spans, truncated } = dialects["openai-chat"].texts.transcript(body);
    expect([spans.map(({ text }) => text), truncated]).toEqual([[said, "in a file"], false]);
    const edited = decoder.decode(
      applyEdits(
        body.bytes,
        spans.map((span) => replaceSpan(span, "é")),
      ),
    );
    expect(edited).toBe(JSON.stringify(request).replace(said, "é").replace(btoa("in a file"), "w6k="));
  });

  it("texts of streams are found and replaced as on Node, cut after every byte", () => {
    const text = `\ufeffdata: {"choices":[{"index":0,"delta":{"content":"${said}"}}]}\n\ndata: [DONE]\n\n`;
    const stream = dialects["openai-chat"].texts.stream("text/event-stream");
    const events = [...encoder.encode(text)].flatMap((byte) => stream.feed(Uint8Array.of(byte)));
    const rewritten = events.map((event) =>
      decoder.decode(stream.forward(event, new Map(event.texts.map((one) => [one, `${one.text}!`])))),
    );
    expect(rewritten.join("")).toBe(text.replace(said, `${said}!`));
  });
});
