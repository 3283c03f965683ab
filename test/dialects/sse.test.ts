import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxEventLength, type EventFramer } from "../../src/dialects/event-framer.ts";
import { JsonElementFramer } from "../../src/dialects/json-elements.ts";
import { SseFramer } from "../../src/dialects/sse.ts";

function frame(framer: EventFramer, pieces: readonly string[]) {
  const events: { name: string; data: string }[] = [];
  for (const piece of pieces) {
    framer.push(piece);
    while (framer.next()) events.push({ name: framer.name, data: framer.data });
  }
  return events;
}

const withData = (pieces: readonly string[]) => frame(new SseFramer(), pieces).filter(({ data }) => data !== "");

describe("SseFramer", () => {
  it("reads fields as the standard says, with every kind of line end", () => {
    const lines = [
      "\u00ef\u00bb\u00bf: comment",
      "event: one",
      "data: a",
      "data:b",
      "data",
      "id: 1",
      "datas: no",
      "",
      "data:  c",
      "",
      "",
      ": x",
      "",
    ];
    for (const ending of ["\n", "\r\n", "\r"]) {
      expect(withData([`${lines.join(ending)}${ending}`])).toEqual([
        { name: "one", data: "a\nb\n" },
        { name: "", data: " c" },
      ]);
    }
  });

  it("finds the same events wherever a stream is cut", () => {
    const line = fc.oneof(
      fc.constantFrom("data: x", "data:", "data: [DONE]", ": c", "event: e", "", "", "id"),
      fc.string({ maxLength: 5 }).map((text) => `data: ${text.replaceAll(/[\r\n]/g, "")}`),
    );
    const stream = fc
      .array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r")))
      .map((parts) => parts.map((part) => part.join("")).join(""));
    fc.assert(
      fc.property(stream, fc.array(fc.nat({ max: 200 }), { maxLength: 6 }), (text, places) => {
        const cuts = [...new Set(places.filter((place) => place < text.length))].toSorted((a, b) => a - b);
        const pieces = [...cuts, text.length].map((end, index) => text.slice(index === 0 ? 0 : cuts[index - 1], end));
        expect(withData(pieces)).toEqual(withData([text]));
        expect(withData(text.split(""))).toEqual(withData([text]));
      }),
      { numRuns: 500 },
    );
  });

  it("says where each event ends, so that one can be cut out of the bytes", () => {
    const framer = new SseFramer();
    const text = "data: a\r\n\r\ndata: b\n\n: c\n\n";
    framer.push(text);
    const events: string[] = [];
    let from = 0;
    while (framer.next()) {
      events.push(text.slice(from, framer.end));
      from = framer.end;
    }
    expect(events).toEqual(["data: a\r\n\r\n", "data: b\n\n", ": c\n\n"]);
  });

  it("stops keeping an event that is too long, and reads the next one", () => {
    const framer = new SseFramer();
    const long = "x".repeat(1024 * 1024);
    const pieces = [
      "data: ",
      ...Array.from({ length: maxEventLength / long.length + 1 }, () => long),
      "\n\ndata: next\n\n",
    ];
    expect(frame(framer, pieces).map(({ data }) => data)).toEqual(["", "next"]);
  });
});

describe("JsonElementFramer", () => {
  it("finds the objects of an array wherever it is cut", () => {
    const value = fc.dictionary(fc.string({ unit: "binary-ascii" }), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), fc.constantFrom(0, 2), (values, space) => {
        const text = JSON.stringify(values, null, space).replaceAll("\n", "\r\n");
        const framer = new JsonElementFramer();
        const whole = frame(new JsonElementFramer(), [text]).map(({ data }) => JSON.parse(data));
        expect(whole).toEqual(JSON.parse(JSON.stringify(values)));
        expect(frame(framer, text.split("")).map(({ data }) => JSON.parse(data))).toEqual(whole);
        expect(framer.closed).toBe(true);
      }),
    );
  });

  it("takes an object that stands alone for one element, and ignores what follows", () => {
    const framer = new JsonElementFramer();
    expect(frame(framer, ['{"a":[{"b":"]}"}', "]}", ' {"c":1}']).map(({ data }) => data)).toEqual([
      '{"a":[{"b":"]}"}]}',
    ]);
    expect(framer.closed).toBe(true);
  });
});
