import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutAt } from "../support/cut-bytes.ts";
import { guarded, type WrittenPolicy } from "./support/guarded-run.ts";
import { calls, saidIn, says } from "./support/streams.ts";

const canary = "bcdfghjkmnpqrstv";
// Put together here, so that no scanner takes this file for a leak.
const key = `${"sk-ant"}-api03-q7Wm2KxZ9vRt4LpB8nYc3HdF6gJs5TaQ1eUi`;
const filler = "The answer goes on for a while, and says what it has to say. ".repeat(4);
const redacting = { actions: { pii: "redact" }, window: { bytes: "64B" } } satisfies WrittenPolicy;

const threes = (text: string): readonly string[] => text.match(/[^]{1,3}/g) ?? [];
const everyPlace = (bytes: Uint8Array, step: number): readonly number[] =>
  Array.from({ length: Math.ceil(bytes.length / step) - 1 }, (_, index) => (index + 1) * step);

/** Enough of a secret to be worth something: any eight characters in a row. */
const telling = (secret: string): readonly string[] =>
  Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8));

/** What of the secret reached the caller, in the bytes or in what they say when put together. */
function leaked(secret: string, bytes: Uint8Array, said: readonly string[]): readonly string[] {
  const heard = [Buffer.from(bytes).toString(), ...said].join("\n");
  return telling(secret).filter((piece) => heard.includes(piece));
}

describe.each(says)("a stream in %s", (_name, id, say, contentType) => {
  it.each([
    ["key", key],
    ["card", "4111 1111 1111 1111"],
  ])("never shows a %s, wherever its events and its chunks are cut", (_secret, secret) => {
    const text = `${filler}It is ${secret} , yes. ${filler}`;
    const at = text.indexOf(secret);
    for (let cut = at - 2; cut <= at + secret.length + 2; cut += 1) {
      const bytes = Buffer.from(say([text.slice(0, cut), text.slice(cut)]));
      const run = guarded({ id, contentType, policy: redacting }, [bytes]);
      const said = saidIn(id, Buffer.concat(run.chunks), contentType);
      expect(leaked(secret, Buffer.concat(run.chunks), said)).toEqual([]);
      expect(said[0]).toMatch(/^.{244}It is \[[\w -]+ removed\] , yes\. .{244}$/);
    }
    const bytes = Buffer.from(say(threes(text)));
    for (const places of [everyPlace(bytes, 1), everyPlace(bytes, 97)]) {
      for (const gapMs of [0, 1_000]) {
        const run = guarded({ id, contentType, policy: redacting }, cutAt(bytes, places), gapMs);
        const said = saidIn(id, Buffer.concat(run.chunks), contentType);
        expect(leaked(secret, Buffer.concat(run.chunks), said)).toEqual([]);
        expect(new Set(said).size).toBe(1);
      }
    }
  });

  it("is stopped before any of a canary is shown, wherever it is cut", () => {
    const text = `${filler}The marker is ${canary} , yes. ${filler}`;
    const at = text.indexOf(canary);
    for (let cut = at - 2; cut <= at + canary.length + 2; cut += 1) {
      const bytes = Buffer.from(say([text.slice(0, cut), text.slice(cut)]));
      const run = guarded({ id, contentType, canary, policy: redacting }, cutAt(bytes, [cut + 40]));
      expect(leaked(canary, Buffer.concat(run.chunks), saidIn(id, Buffer.concat(run.chunks), contentType))).toEqual([]);
      expect(run.guards.refusal?.code).toBe("output-blocked");
      expect(run.events).toEqual(["body cancelled", "end"]);
      expect(run.guards.verdict).toBe("block");
    }
  });

  it("has every byte of the provider's when nothing is found, in their order, wherever it is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 20 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(5_000), { maxLength: 30 }),
        fc.constantFrom(0, 90, 500),
        (pieces, cuts, gapMs) => {
          const bytes = Buffer.from(say(pieces));
          const places = cuts.filter((cut) => cut < bytes.length).toSorted((left, right) => left - right);
          const run = guarded({ id, contentType, redacted: ["ada@mail.example.org"] }, cutAt(bytes, places), gapMs);
          expect(run.text()).toBe(bytes.toString());
          expect(run.events).toEqual(["end"]);
          expect(run.clock.waiting()).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives what the request's redaction took out back, wherever a placeholder is cut", () => {
    const original = 'ada "the first"@mail.example.org';
    const text = `${filler}Ask [email-1] or [email-2], not [email-3]. ${filler}`;
    const wanted = text.replace("[email-1]", original).replace("[email-2]", "bob@mail.example.org");
    for (const pieces of [threes(text), Array.from(text), [text]]) {
      const bytes = Buffer.from(say(pieces));
      const redacted = [original, "bob@mail.example.org"];
      const run = guarded({ id, contentType, redacted }, cutAt(bytes, everyPlace(bytes, 53)), 30);
      expect(new Set(saidIn(id, Buffer.concat(run.chunks), contentType))).toEqual(new Set([wanted]));
    }
  });

  it("leaves the events alone that stand before and after a change", () => {
    const pieces = [...threes(filler), " It is ", key, " , yes. ", ...threes(filler)];
    const bytes = Buffer.from(say(pieces));
    const run = guarded({ id, contentType, policy: redacting }, [bytes]);
    const before = bytes.subarray(0, bytes.indexOf(" It is "));
    expect(Buffer.concat(run.chunks).subarray(0, before.length).equals(before)).toBe(true);
    expect(run.text()).toBe(bytes.toString().replaceAll(key, "[anthropic-key removed]"));
  });
});

describe("a tool call in a stream", () => {
  it.each(calls)("of %s has the request's own values back, escaped for where they stand", (id, call) => {
    const original = 'ada "the first"@mail.example.org';
    const run = guarded({ id, redacted: [original] }, [Buffer.from(call("to [email-1]"))]);
    const said = saidIn(id, Buffer.concat(run.chunks)).filter((text) => text.includes("ada"));
    expect(said.length).toBeGreaterThan(0);
    for (const text of said) {
      expect(text.startsWith("{") ? JSON.parse(text) : { city: text }).toEqual({ city: `to ${original}` });
    }
  });

  it.each(calls)("of %s is shown when the policy allows it, byte for byte", (id, call) => {
    const bytes = Buffer.from(call("Utrecht"));
    const policy = { tools: { allow: ["weather"], hosts: ["api.example.com"] } };
    expect(guarded({ id, policy }, [bytes]).text()).toBe(bytes.toString());
  });

  it.each(calls)("of %s that is not allowed is never shown", (id, call) => {
    const bytes = Buffer.from(call("Utrecht"));
    for (const places of [[], everyPlace(bytes, 1)]) {
      const run = guarded({ id, policy: { tools: { allow: ["time"] } } }, cutAt(bytes, places), 1_000);
      expect(run.text()).not.toMatch(/weather|Utr|city/);
      expect(run.guards.refusal?.message).toContain("tool-call/not-allowed");
    }
  });

  it.each(calls)("of %s to a host that is not on the list is never shown", (id, call) => {
    const run = guarded({ id, policy: { tools: { hosts: ["api.example.com"] } } }, [
      Buffer.from(call("https://evil.test/collect")),
    ]);
    expect(run.text()).not.toMatch(/evil|weather/);
    expect(run.guards.findings).toMatchObject([{ detector: "tool-call/host", action: "block" }]);
  });
});
