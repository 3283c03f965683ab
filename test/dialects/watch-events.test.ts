import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dialectIds } from "../../src/dialects/dialect.ts";
import { maxEventLength } from "../../src/dialects/event-framer.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { maxHeldBytes } from "../../src/dialects/watch-events.ts";
import { cutAt } from "../support/cut-bytes.ts";
import { plainWatch, watchPieces } from "../support/watch-pieces.ts";

const chat = dialects["openai-chat"];
const usageEvent = 'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}\n\n';
const chunkOf = (content: string) => `data: {"choices":[{"index":0,"delta":{"content":"${content}"}}]}\n\n`;

describe("watching a stream", () => {
  it("forwards the very chunk it was given, and ends once", () => {
    const watcher = chat.watchStream(plainWatch);
    const chunk = Buffer.from(chunkOf("a"));
    expect(watcher.feed(chunk).forward).toBe(chunk);
    expect(watcher.feed(Buffer.from("data: [DONE]\n\n")).ended).toBe(true);
    expect(watcher.feed(Buffer.from("data: [DONE]\n\n")).ended).toBe(false);
    const withholding = chat.watchStream({ ...plainWatch, withholdUsage: true });
    expect(withholding.feed(chunk).forward).toBe(chunk);
  });

  it("never throws and never changes a byte, whatever comes", () => {
    const token = fc.constantFrom(
      "data:",
      "data: ",
      "{",
      "}",
      "[",
      "]",
      '"usage"',
      '"delta"',
      ":",
      ",",
      '"',
      "\\",
      "\n",
      "\r",
      "null",
      "[DONE]",
      "event: error",
      "\u00ff",
      "1e9",
    );
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(token, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(""), "latin1")),
    );
    const contentType = fc.constantFrom("text/event-stream", "application/json", "");
    fc.assert(
      fc.property(fc.constantFrom(...dialectIds), noise, fc.nat({ max: 60 }), contentType, (id, bytes, place, type) => {
        const pieces = cutAt(bytes, place < bytes.length ? [place] : []);
        const { forwarded } = watchPieces(dialects[id], pieces, { contentType: type });
        expect(Buffer.compare(forwarded, bytes)).toBe(0);
        watchPieces(dialects[id], pieces, { contentType: type, withholdUsage: true });
        dialects[id].readAnswer(bytes, {});
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps no more output text than it was told to", () => {
    const pieces = Array.from({ length: 50 }, () => Buffer.from(chunkOf("0123456789")));
    expect(watchPieces(chat, pieces, { maxOutputText: 25 }).reading.outputText).toBe("0123456789012345678901234");
    expect(watchPieces(chat, pieces, { maxOutputText: 0 }).reading.outputText).toBeUndefined();
    expect(watchPieces(chat, pieces, { maxOutputText: 0 }).sawContent).toBe(true);
  });

  it("gives up reading an event without end, goes on forwarding it, and reads the next", () => {
    const part = Buffer.alloc(1024 * 1024, "x");
    const parts = Array.from({ length: maxEventLength / part.length + 1 }, () => part);
    const pieces = [Buffer.from("data: "), ...parts, Buffer.from(`\n\n${usageEvent}`)];
    const { reading, forwarded } = watchPieces(chat, pieces);
    expect(forwarded.length).toBe(pieces.reduce((length, piece) => length + piece.length, 0));
    expect(reading.usage?.outputTokens).toBe(2);
  });
});

describe("withholding the usage event", () => {
  const withhold = { withholdUsage: true };

  it("forwards whole events as soon as they are whole, and holds back only the unfinished one", () => {
    const watcher = chat.watchStream({ ...plainWatch, ...withhold });
    const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : Buffer.from(bytes).toString());
    expect(text(watcher.feed(Buffer.from(chunkOf("a") + usageEvent.slice(0, 20))).forward)).toBe(chunkOf("a"));
    expect(watcher.feed(Buffer.from(usageEvent.slice(20, 40))).forward).toBeUndefined();
    expect(text(watcher.feed(Buffer.from(usageEvent.slice(40) + chunkOf("b"))).forward)).toBe(chunkOf("b"));
    expect(text(watcher.feed(Buffer.from(chunkOf("c").slice(0, 9))).forward)).toBeUndefined();
    expect(text(watcher.feed(Buffer.from(chunkOf("c").slice(9))).forward)).toBe(chunkOf("c"));
    expect(watcher.flush()).toBeUndefined();
  });

  it("lets go of an unfinished event that is too long for a usage event", () => {
    const watcher = chat.watchStream({ ...plainWatch, ...withhold });
    const long = Buffer.from(chunkOf("x".repeat(maxHeldBytes + 10)));
    const first = watcher.feed(long.subarray(0, maxHeldBytes - 1)).forward;
    expect(first).toBeUndefined();
    const second = watcher.feed(long.subarray(maxHeldBytes - 1, maxHeldBytes + 5)).forward;
    expect(second?.length).toBe(maxHeldBytes + 5);
    expect(watcher.feed(long.subarray(maxHeldBytes + 5)).forward?.length).toBe(long.length - maxHeldBytes - 5);
    expect(watcher.feed(Buffer.from(usageEvent)).forward).toBeUndefined();
    expect(watcher.finish().usage?.outputTokens).toBe(2);
  });

  it("gives back, when the stream ends, an unfinished event that is not the usage", () => {
    const rest = chunkOf("c").slice(0, 30);
    expect(Buffer.from(watchPieces(chat, [Buffer.from(rest)], withhold).forwarded).toString()).toBe(rest);
    const unfinished = watchPieces(chat, [Buffer.from(usageEvent.trimEnd())], withhold);
    expect(unfinished.forwarded.length).toBe(0);
    expect(unfinished.reading.usage?.outputTokens).toBe(2);
  });

  it("cuts out the LF of a CRLF that came in the next chunk, with the event it ends", () => {
    const crlf = (chunkOf("a") + usageEvent + chunkOf("b")).replaceAll("\n", "\r\n");
    const expected = (chunkOf("a") + chunkOf("b")).replaceAll("\n", "\r\n");
    for (let place = 1; place < crlf.length; place += 1) {
      const { forwarded } = watchPieces(chat, cutAt(Buffer.from(crlf), [place]), withhold);
      expect(Buffer.from(forwarded).toString()).toBe(expected);
    }
  });
});
