import { describe, expect, it } from "vitest";
import { HoldfastError } from "../../src/errors.ts";
import { chatCompletion, chatEvents, responseEvents, toolDeltas } from "../flows/openai-answers.ts";
import { messageEvents, textBlock, thinkingBlock } from "../flows/anthropic-answers.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { screenPlainAnswer } from "../../src/gateway/guarding/answer/screen-plain-answer.ts";
import { generated, geminiEvent, weatherCallPart } from "../flows/gemini-answers.ts";
import { guarded, guardedRun, guardsOf, type GuardedRun, type RunParts } from "./support/guarded-run.ts";
import { ping } from "./support/streams.ts";

const sentence = "The answer goes on for a while, and says what it has to say. ";
const filler = sentence.repeat(4);
const chat: RunParts = { id: "openai-chat" };

/** A chat stream as far as it has come: it has not ended. */
const begun = (...pieces: readonly string[]): string =>
  chatEvents(pieces.map((content) => ({ content })))
    .slice(0, pieces.length + 1)
    .join("");

const send = ({ provider }: GuardedRun, text: string): void => provider.data(Buffer.from(text));

describe("a stream that is held back", () => {
  it("goes on by itself when it has waited long enough, up to what is still open", () => {
    const run = guardedRun(chat);
    send(run, begun(...Array.from({ length: 12 }, () => sentence)));
    expect(run.text()).not.toContain("answer");
    run.clock.pass(199);
    expect(run.text()).not.toContain("answer");
    run.clock.pass(1);
    expect(run.text().split("answer")).toHaveLength(10);
    expect(run.clock.waiting()).toBe(0);
  });

  it("goes on without waiting when there is a block of it", () => {
    const run = guardedRun(chat);
    send(run, begun(...Array.from({ length: 20 }, () => sentence)));
    expect(run.text().split("answer").length).toBeGreaterThan(12);
  });

  it("is let go whole, in one chunk and at once, when its choice is finished", () => {
    const events = chatEvents([{ content: sentence }, { content: filler }]);
    const run = guardedRun(chat);
    send(run, events.slice(0, -2).join(""));
    expect(run.text()).toBe(events.slice(0, -2).join(""));
    expect(run.chunks).toHaveLength(1);
  });

  it("keeps comments and pings in their place", () => {
    const [first = "", ...rest] = messageEvents([textBlock([sentence, filler])]);
    const text = [first, ": comment\n\n", ping, ...rest.slice(0, 3), ping, ...rest.slice(3)].join("");
    expect(guarded({ id: "anthropic-messages" }, [Buffer.from(text)]).text()).toBe(text);
  });

  it("does not wait with an answer for the end of the thinking before it", () => {
    const run = guardedRun(chat);
    const thinking = Array.from({ length: 4 }, () => ({ reasoning_content: sentence }));
    const answer = Array.from({ length: 30 }, () => ({ content: sentence }));
    send(
      run,
      chatEvents([...thinking, ...answer])
        .slice(0, 35)
        .join(""),
    );
    expect(run.text().split("reasoning_content")).toHaveLength(5);
    expect(run.text().split('"content":"The')).not.toHaveLength(1);
  });

  it("that goes on after another text of its choice loses the second half of a secret", () => {
    const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
    const claims = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded({ sub: "1234567890", iat: 1516239022 })}`;
    const signature = ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    const deltas = [{ content: `It is ${claims}` }, { reasoning_content: "Hm." }, { content: `${signature} , yes.` }];
    const text = guarded(chat, [Buffer.from(chatEvents(deltas).join(""))]).text();
    expect(text).toContain(claims);
    expect(text).not.toContain("SflKxw");
  });

  it("lets two choices go on side by side", () => {
    const run = guardedRun(chat);
    const chunk = (index: number) =>
      `data: ${JSON.stringify({ choices: [{ index, delta: { content: sentence }, finish_reason: null }] })}\n\n`;
    for (let count = 0; count < 40; count += 1) send(run, chunk(0) + chunk(1));
    expect(run.text().split("answer").length).toBeGreaterThan(40);
  });
});

describe("a caller of a guarded stream", () => {
  it("that reads slowly gets nothing while it is paused, and what is due when it goes on", () => {
    const run = guardedRun(chat);
    run.source.pause();
    send(run, begun(...Array.from({ length: 40 }, () => sentence)));
    run.clock.pass(1_000);
    expect(run.chunks).toHaveLength(0);
    run.source.resume();
    expect(run.text()).toContain("answer");
    expect(run.events).toEqual(["body paused", "body resumed"]);
  });

  it("that leaves frees everything, and hears nothing more", () => {
    const run = guardedRun(chat);
    send(run, begun(sentence));
    expect(run.clock.waiting()).toBe(1);
    const before = run.text();
    run.cancellation.cancel(new HoldfastError("client-closed"));
    expect(run.clock.waiting()).toBe(0);
    send(run, begun(filler, filler, filler, filler, filler));
    run.provider.end();
    expect([run.text(), run.events]).toEqual([before, []]);
    expect(before).not.toContain("answer");
  });
});

describe("a provider that breaks off", () => {
  it("leaves what is decided to the caller, then the failure, and nothing that is still open", () => {
    const run = guardedRun(chat);
    send(run, begun(...Array.from({ length: 20 }, () => sentence), "It is sk-ant-api03-q7Wm2K"));
    const failure = new HoldfastError("upstream-broke");
    run.provider.fail(failure);
    expect(run.text()).toContain("answer");
    expect(run.text()).not.toContain("sk-ant");
    expect([run.failure(), run.events, run.clock.waiting()]).toEqual([failure, ["fail"], 0]);
  });
});

describe("an answer that cannot be read", () => {
  const unread = "data: hello\n\n";

  it("is stopped by default, and says that a guard broke", () => {
    const run = guardedRun(chat);
    send(run, unread);
    expect(run.text()).not.toContain("hello");
    expect(run.guards.refusal?.code).toBe("guard-broke");
    expect(run.events).toEqual(["body cancelled", "end"]);
  });

  it("goes on where the policy says so", () => {
    const text = unread + chatEvents([{ content: filler }]).join("");
    expect(guarded({ ...chat, policy: { onBreak: "pass" } }, [Buffer.from(text)]).text()).toBe(text);
  });

  it("is one of which more waits than is held", () => {
    const comment = `: ${"x".repeat(64 * 1024)}\n\n`;
    const run = guardedRun(chat);
    send(run, begun(sentence));
    for (let count = 0; count < 70; count += 1) send(run, comment);
    expect(run.guards.refusal?.code).toBe("guard-broke");
    const passing = guardedRun({ ...chat, policy: { onBreak: "pass" } });
    send(passing, begun(sentence));
    for (let count = 0; count < 70; count += 1) send(passing, comment);
    expect(passing.text().startsWith(begun(sentence) + comment)).toBe(true);
  });

  it("is none for an image behind a text that is held", () => {
    const run = guardedRun(chat);
    const text = `${begun(sentence)}: ${"x".repeat(6 * 1024 * 1024)}\n\n`;
    send(run, text);
    run.provider.end();
    expect(run.text()).toBe(text);
  });
});

describe("a plain answer where a stream was asked for", () => {
  const plain = { ...chat, contentType: "application/json", policy: { actions: { pii: "block" } } } as const;
  const answer = (content: string) => Buffer.from(JSON.stringify(chatCompletion({ content })));

  it("goes on as it is when nothing is found", () => {
    expect(guarded(plain, [answer(filler)]).text()).toBe(answer(filler).toString());
  });

  it("is an error, and nothing of it is sent, when it is blocked", () => {
    const run = guardedRun(plain);
    run.provider.data(answer("4111 1111 1111 1111"));
    expect([run.text(), run.events]).toEqual(["", ["body cancelled", "fail"]]);
    expect(run.failure()).toMatchObject({ code: "output-blocked" });
  });
});

describe("a form that is demanded of the whole answer", () => {
  const schema = { type: "object", required: ["rain"], properties: { rain: { type: "boolean" } } };
  const formed = { ...chat, policy: { output: { schema } } } as const;

  it("holds all of it back, however long it takes, and lets go what has the form", () => {
    const events = chatEvents(['{"rain"', ":true", "}"].map((content) => ({ content })));
    const run = guardedRun(formed);
    send(run, events.slice(0, 4).join(""));
    run.clock.pass(60_000);
    expect(run.text()).not.toContain("rain");
    send(run, events.slice(4).join(""));
    expect(run.text()).toBe(events.join(""));
  });

  it.each([
    ["openai-chat", chatEvents([{ content: '{"rain":' }, { content: "1}" }])],
    ["openai-chat", chatEvents([{ content: '{"rain":' }, { content: "1}" }, ...toolDeltas])],
    ["openai-responses", responseEvents(['{"rain":', "1}"])],
    ["anthropic-messages", messageEvents([thinkingBlock, textBlock(['{"rain":', "1}"])])],
  ] as const)("stops what has not got it in %s, before any of it was shown", (id, events) => {
    const run = guarded({ ...formed, id }, [Buffer.from(events.join(""))]);
    expect(run.text()).not.toMatch(/\\"rain/);
    expect(run.guards.refusal?.message).toContain("schema");
  });
});

describe("a Gemini call", () => {
  const timeCall = generated([{ functionCall: { name: "time" } }], "STOP");
  const gemini = (allow: readonly string[]): RunParts => ({ id: "gemini", policy: { tools: { allow: [...allow] } } });

  it("without arguments has none, and is judged by its name, streamed and plain", () => {
    const bytes = Buffer.from(geminiEvent(generated([weatherCallPart])) + geminiEvent(timeCall));
    expect(guarded(gemini(["weather", "time"]), [bytes]).text()).toBe(bytes.toString());
    const refused = guarded(gemini(["weather"]), [bytes]);
    expect(refused.text()).toContain("weather");
    expect(refused.text()).not.toContain("time");
    const plain = Buffer.from(JSON.stringify(timeCall));
    const guards = guardsOf(gemini(["time"]));
    expect(screenPlainAnswer({ dialect: dialects.gemini, guards }, plain, { monotonic: () => 0 })).toBe(plain);
  });

  it("whose arguments come in pieces by path cannot be judged, and is not shown", () => {
    const pieces = [
      [{ functionCall: { name: "time", willContinue: true } }],
      [{ functionCall: { partialArgs: [{ jsonPath: "$.zone", numberValue: 3 }], willContinue: true } }],
      [{ functionCall: {} }],
    ];
    const run = guarded(gemini(["time"]), [Buffer.from(pieces.map((parts) => geminiEvent(generated(parts))).join(""))]);
    expect(run.text()).not.toContain("time");
    expect(run.guards.refusal?.code).toBe("guard-broke");
  });
});

describe("a tool call that cannot be judged", () => {
  it("because it was cut off is not shown", () => {
    const run = guardedRun({ ...chat, policy: { tools: { allow: ["weather"] } } });
    send(run, chatEvents(toolDeltas).slice(0, 3).join(""));
    run.provider.end();
    expect(run.text()).not.toContain("weather");
    expect(run.guards.refusal?.message).toContain("tool-call/malformed-arguments");
  });

  it("is not closed for the caller, even where no rule held it back", () => {
    const events = chatEvents(toolDeltas.slice(0, 2), "tool_calls");
    const run = guarded(chat, [Buffer.from(events.join(""))]);
    expect(run.text()).not.toContain('"tool_calls"}');
    expect(run.text()).toContain("content_filter");
  });
});

it("notes a refusal as a signal, once though it is said twice", () => {
  const said = "I'm sorry, but I cannot help with that.";
  const run = guarded({ id: "openai-responses" }, [Buffer.from(responseEvents([said]).join(""))]);
  expect(run.guards.findings).toMatchObject([{ detector: "refusal", action: "pass" }]);
  expect(run.guards.verdict).toBe("pass");
});
