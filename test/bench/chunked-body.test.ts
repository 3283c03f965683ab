import { describe, expect, it } from "vitest";
import { ChunkedBody } from "../../bench/wire/chunked-body.ts";

const wire = Buffer.from(
  "5\r\nhello\r\n1a;name=value\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: yes\r\n\r\nHTTP/1.1",
);
const bodyEnd = wire.length - "HTTP/1.1".length;

describe("a chunked body", () => {
  it("is counted without its framing and ends where the next message begins", () => {
    const body = new ChunkedBody();
    expect(body.feed(wire, 0, wire.length)).toBe(bodyEnd);
    expect(body.done).toBe(true);
    expect(body.bytes).toBe(31);
  });

  it("is read alike wherever a packet ends", () => {
    for (let cut = 0; cut <= bodyEnd; cut += 1) {
      const body = new ChunkedBody();
      body.feed(wire, 0, cut);
      expect(body.done, `after ${cut} bytes`).toBe(cut === bodyEnd);
      body.feed(wire, cut, wire.length);
      expect([body.done, body.bytes], `cut at ${cut}`).toEqual([true, 31]);
    }
  });

  it.each(["zz\r\n", "\r\n", "5\r\nhelloX\r\n", "fffffffff\r\n"])("is broken when it says %j", (text) => {
    const body = new ChunkedBody();
    body.feed(Buffer.from(text), 0, text.length);
    expect(body.broken).toBe(true);
  });
});
