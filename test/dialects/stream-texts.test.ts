import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dialectIds, type DialectId } from "../../src/dialects/dialect.ts";
import { maxEventLength } from "../../src/dialects/event-framer.ts";
import { dialects } from "../../src/dialects/registry.ts";
import type { StreamEvent } from "../../src/dialects/stream-text.ts";
import { messageEvents, textBlock } from "../flows/anthropic-answers.ts";
import { generated, generatedEvents } from "../flows/gemini-answers.ts";
import { chatEvents, responseEvents, textDeltas } from "../flows/openai-answers.ts";
import { cutAt } from "../support/cut-bytes.ts";

const sse = "text/event-stream";
const array = JSON.stringify([generated([{ text: "Rain" }]), generated([{ text: " in ü" }], "STOP")], undefined, 1);

/** A stream in every dialect that says "Rain in ü", the last character in bytes of its own. */
const streams: readonly (readonly [DialectId, string, string])[] = [
  ["openai-chat", chatEvents([{ content: "Rain" }, { content: " in ü" }]).join(""), sse],
  ["openai-responses", responseEvents(["Rain", " in ü"]).join(""), sse],
  ["anthropic-messages", messageEvents([textBlock(["Rain", " in ü"])]).join(""), sse],
  ["gemini", generatedEvents(["Rain", " in ü"]).join(""), sse],
  ["gemini", array, "application/json"],
];

function eventsOf(id: DialectId, pieces: readonly Uint8Array[], type = sse) {
  const stream = dialects[id].texts.stream(type);
  const events = [...pieces.flatMap((piece) => stream.feed(piece)), ...stream.flush()];
  return { stream, events };
}

const saying = (events: readonly StreamEvent[]) =>
  events
    .filter(({ texts }) => texts.length > 0)
    .map(({ texts, closes, ended, truncated }) => ({ texts, closes, ended, truncated }));

const joined = (events: readonly StreamEvent[]) => Buffer.concat(events.map(({ bytes }) => bytes));

describe("a stream's events", () => {
  it.each(streams)(
    "in %s are the same wherever the bytes are cut",
    (id, text, type) => {
      const bytes = Buffer.from(text);
      const whole = eventsOf(id, [bytes], type).events;
      const deltas = whole.flatMap(({ texts }) => texts).filter((one) => !one.whole && one.kind === "text");
      expect(deltas.map((one) => one.text).join("")).toBe("Rain in ü");
      const everyByte = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1);
      for (const places of [everyByte, ...everyByte.map((place) => [place])]) {
        const { events } = eventsOf(id, cutAt(bytes, places), type);
        // The LF of a CRLF that was cut in two comes with the event after it, and moves its places by one.
        expect(saying(events).map(({ texts }) => texts.map((one) => [one.channel, one.text]))).toEqual(
          saying(whole).map(({ texts }) => texts.map((one) => [one.channel, one.text])),
        );
        expect(joined(events).equals(bytes)).toBe(true);
      }
    },
    30_000,
  );

  const folder = fileURLToPath(new URL("../fixtures/", import.meta.url));
  const fixtures = dialectIds.flatMap((id) =>
    readdirSync(`${folder}${id}`).flatMap((name) => {
      const file = readdirSync(`${folder}${id}/${name}`).find((one) => one.startsWith("response."));
      return [{ id, name, bytes: readFileSync(`${folder}${id}/${name}/${file}`) }];
    }),
  );

  it.each(fixtures)(
    "of $id $name are its very bytes, cut after every byte or nowhere, and never throw",
    ({ id, bytes }) => {
      const everyByte = Array.from({ length: Math.max(0, bytes.length - 1) }, (_, index) => index + 1);
      for (const type of [sse, "application/json"]) {
        for (const places of [[], everyByte]) {
          const { stream, events } = eventsOf(id, cutAt(bytes, places), type);
          expect(Buffer.concat(events.map((event) => stream.forward(event))).equals(bytes)).toBe(true);
        }
      }
    },
  );

  it("have texts where the event has them, over several data lines and comments too", () => {
    const text =
      ': note\r\nevent: x\r\ndata: {"choices":[\r\ndata: {"index":0,\r\ndata:"delta":{"content":"é1"}}]}\r\nid: 4\r\n\r\n';
    const [event] = eventsOf("openai-chat", [Buffer.from(text)]).events;
    const [found] = event?.texts ?? [];
    if (event === undefined || found === undefined) throw new Error("there is no text");
    expect(found).toMatchObject({ channel: "choices/0/content", text: "é1" });
    expect(Buffer.from(event.bytes.subarray(found.start, found.end)).toString()).toBe('"é1"');
  });

  it("have texts after a byte order mark", () => {
    const [event] = eventsOf("openai-chat", [
      Buffer.from('\ufeffdata: {"choices":[{"delta":{"content":"é"}}]}\n\n'),
    ]).events;
    expect(event?.texts.map(({ text, start }) => [text, start])).toEqual([["é", 41]]);
  });

  it("say which channels they close, and which is the end", () => {
    const closing = (id: DialectId, events: readonly string[]) =>
      eventsOf(id, [Buffer.from(events.join(""))]).events.flatMap(({ closes, ended }) => [
        ...closes,
        ...(ended ? ["end"] : []),
      ]);
    expect(closing("openai-chat", chatEvents(textDeltas))).toEqual(["choices/0", "", "end"]);
    expect(closing("anthropic-messages", messageEvents([textBlock(["a"])]))).toEqual(["content/0", "", "end"]);
    expect(closing("openai-responses", responseEvents(["a"]))).toEqual(["output/0", "", "end"]);
    expect(closing("gemini", generatedEvents(["a", "b"]))).toEqual(["candidates/0"]);
  });

  it.each([
    ["data that is no JSON", "data: hello\n\n"],
    ["data that is cut off inside", 'data: {"choices":[{"delta":{"content":"sec'],
    ["a text with an escape that JSON does not know", 'data: {"choices":[{"delta":{"content":"\\x41"}}]}\n\n'],
  ])("that cannot be read say so: %s", (_, text) => {
    expect(eventsOf("openai-chat", [Buffer.from(text)]).events.some(({ truncated }) => truncated)).toBe(true);
  });

  it("that are comments, or the end alone, say nothing and are read whole", () => {
    const { events } = eventsOf("openai-chat", [Buffer.from(": ping\n\ndata: [DONE]\n\n\n")]);
    expect(events.map(({ truncated, ended }) => [truncated, ended])).toEqual([
      [false, false],
      [false, true],
      [false, false],
    ]);
  });

  it("that are too long to be held go on in pieces that say so", () => {
    const piece = Buffer.alloc(maxEventLength / 2 + 1, "a");
    const { events } = eventsOf("openai-chat", [Buffer.from("data: "), piece, piece, Buffer.from("\n\n: after\n\n")]);
    expect(events.map(({ truncated }) => truncated)).toEqual([true, true, false]);
    expect(joined(events)).toHaveLength(2 * piece.length + 6 + 2 + 9);
  });
});

describe("a stream that is rewritten", () => {
  it.each(streams)("in %s has the new texts, and every other byte as it was", (id, text, type) => {
    const { stream, events } = eventsOf(id, [Buffer.from(text)], type);
    const rewritten = events.map((event) =>
      stream.forward(
        event,
        new Map(event.texts.map((one) => [one, one.text.replaceAll("Rain", 'S"n').replaceAll("ü", "")])),
      ),
    );
    expect(Buffer.concat(rewritten).toString()).toBe(text.replaceAll("Rain", 'S\\"n').replaceAll("ü", ""));
  });

  it("says at its end what the caller has got, not what the provider sent", () => {
    const { stream, events } = eventsOf("openai-responses", [
      Buffer.from(responseEvents(["a secret", " more"]).join("")),
    ]);
    for (const event of events.slice(0, 5)) {
      stream.forward(event, new Map(event.texts.map((one) => [one, one.text.replace("secret", "[gone]")])));
    }
    const ending = Buffer.from(stream.stop("why")).toString();
    expect(ending).toContain("a [gone]");
    expect(ending).not.toContain("secret");
  });

  it("leaves out token probabilities with the text that they repeat", () => {
    const chunk = { choices: [{ index: 0, delta: { content: "4111" }, logprobs: { content: [{ token: "4111" }] } }] };
    const { stream, events } = eventsOf("openai-chat", [Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`)]);
    const [event] = events;
    const [said] = event?.texts ?? [];
    if (event === undefined || said === undefined) throw new Error("there is no text");
    expect(Buffer.from(stream.forward(event)).toString()).toContain("token");
    expect(Buffer.from(stream.forward(event, new Map([[said, ""]]))).toString()).not.toContain("4111");
  });

  it("stays a stream of the same events whatever the texts become", () => {
    fc.assert(
      fc.property(fc.constantFrom(...streams), fc.string({ unit: "binary" }), ([id, text, type], by) => {
        const { stream, events } = eventsOf(id, [Buffer.from(text)], type);
        const bytes = Buffer.concat(
          events.map((event) => stream.forward(event, new Map(event.texts.map((one) => [one, by])))),
        );
        const again = eventsOf(id, [bytes], type).events;
        expect(again).toHaveLength(events.length);
        for (const { texts } of again) {
          for (const one of texts) expect(one.text).toBe(by);
        }
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});

describe("a stream that is stopped", () => {
  it("sends nothing when the answer was no stream, for then nothing went before", () => {
    const stream = dialects["openai-chat"].texts.stream("application/json");
    expect(stream.feed(Buffer.from('{"choices":[{"message":{"content":"all"}}]}'))[0]?.texts[0]).toMatchObject({
      whole: true,
    });
    expect(stream.stop("why")).toHaveLength(0);
  });

  it("finishes every choice that is open, and none that has finished", () => {
    const chunk = (index: number, reason: string | null) =>
      `data: ${JSON.stringify({ choices: [{ index, delta: {}, finish_reason: reason }] })}\n\n`;
    const { stream, events } = eventsOf("openai-chat", [
      Buffer.from(chunk(0, null) + chunk(2, null) + chunk(0, "stop")),
    ]);
    for (const event of events) stream.forward(event);
    const [last] = Buffer.from(stream.stop("why")).toString().split("\n");
    expect(JSON.parse(last?.slice("data: ".length) ?? "")).toMatchObject({
      choices: [{ index: 2, finish_reason: "content_filter" }],
    });
  });

  it("of completions ends as completions do", () => {
    const chunk = `data: ${JSON.stringify({ object: "text_completion", choices: [{ index: 0, text: "a" }] })}\n\n`;
    const { stream, events } = eventsOf("openai", [Buffer.from(chunk)]);
    for (const event of events) stream.forward(event);
    expect(Buffer.from(stream.stop("why")).toString()).toBe(
      'data: {"object":"text_completion","choices":[{"index":0,"text":"","logprobs":null,"finish_reason":"content_filter"}]}\n\ndata: [DONE]\n\n',
    );
  });
});
