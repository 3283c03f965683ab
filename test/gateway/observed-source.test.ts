import { describe, expect, it } from "vitest";
import { HoldfastError } from "../../src/errors.ts";
import { guarded, guardedRun } from "./support/guarded-run.ts";
import { calls, says } from "./support/streams.ts";

const filler = "The answer goes on for a while, and says what it has to say. ".repeat(4);
const card = "4111 1111 1111 1111";
const text = `${filler}It is ${card} , yes. ${filler}`;
const pieces: readonly string[] = text.match(/[^]{1,3}/g) ?? [];

describe.each(["shadow", "observe"] as const)("a stream in %s mode", (mode) => {
  const policy = { mode, actions: { pii: "block" }, tools: { allow: ["time"] } } as const;

  it.each(says)(
    "in %s goes on at once, chunk by chunk and unchanged, and is screened",
    (_name, id, say, contentType) => {
      const bytes = Buffer.from(say(pieces));
      const run = guardedRun({ id, contentType, policy });
      for (let at = 0; at < bytes.length; at += 100) {
        const chunk = bytes.subarray(at, at + 100);
        run.provider.data(chunk);
        expect(run.chunks.at(-1)).toBe(chunk);
      }
      run.provider.end();
      expect(run.text()).toBe(bytes.toString());
      expect([run.events, run.clock.waiting(), run.guards.refusal]).toEqual([["end"], 0, undefined]);
      const start = text.indexOf(card);
      expect(run.guards.findings).toMatchObject([{ detector: "pii/card", start, end: start + card.length }]);
      expect(run.guards.verdict).toBe(mode === "shadow" ? "shadow:block" : "observe:flag");
    },
  );

  it.each(calls)("has the tool calls of %s judged, and shows them", (id, call) => {
    const bytes = Buffer.from(call("Utrecht"));
    const run = guarded({ id, policy }, [bytes]);
    expect(run.text()).toBe(bytes.toString());
    expect(run.guards.findings).toMatchObject([{ detector: "tool-call/not-allowed" }]);
  });

  it("has what came on the record when the caller leaves, before the call is closed", () => {
    const run = guardedRun({ id: "openai-chat", policy });
    run.provider.data(Buffer.from(says[0]?.[2]([`My card is ${card}`]).slice(0, -200) ?? ""));
    run.cancellation.cancel(new HoldfastError("client-closed"));
    expect(run.guards.findings).toMatchObject([{ detector: "pii/card" }]);
  });

  it("passes on what cannot be read, and says that it was not read", () => {
    const run = guarded({ id: "openai-chat", policy }, [Buffer.from("data: hello\n\n")]);
    expect(run.text()).toBe("data: hello\n\n");
    expect(run.guards.verdict).toBe(mode === "shadow" ? "shadow:block" : "observe:flag");
  });

  it("tells once why a detector broke, however many pieces it was shown", () => {
    const told: unknown[] = [];
    const cause = new Error("a defect");
    const throwing = {
      id: "throwing",
      detect() {
        throw cause;
      },
    };
    const bytes = Buffer.from(says[0]?.[2](pieces) ?? "");
    const run = guarded({ id: "openai-chat", policy, output: [throwing], tellBroken: (broken) => told.push(broken) }, [
      bytes,
    ]);
    expect(run.text()).toBe(bytes.toString());
    expect(told).toEqual([{ detector: "throwing", reason: "threw", cause }]);
    expect(run.guards.verdict).toBe(mode === "shadow" ? "shadow:block" : "observe:flag");
  });

  it("passes on a failure", () => {
    const run = guardedRun({ id: "openai-chat", policy });
    run.provider.fail(new HoldfastError("upstream-broke"));
    expect(run.events).toEqual(["fail"]);
  });
});
