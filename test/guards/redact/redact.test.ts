import fc from "fast-check";
import { expect, it } from "vitest";
import { guardPolicySchema } from "../../../src/config/guard-schema.ts";
import { decide } from "../../../src/guards/decide.ts";
import { createPersonalDataDetector } from "../../../src/guards/detectors/pii/personal-data-detector.ts";
import { redactSpans } from "../../../src/guards/redact/redact-spans.ts";
import { redactText, removeForGood } from "../../../src/guards/redact/redact-text.ts";
import { createRestorer } from "../../../src/guards/redact/restorer.ts";
import { createVault, type Vault } from "../../../src/guards/redact/vault.ts";
import { findingsIn } from "../support/screened.ts";

const detector = createPersonalDataDetector(["email", "card"]);
const policy = guardPolicySchema.parse({ actions: { pii: "redact" } });
const judged = (text: string) =>
  decide({ findings: findingsIn(detector, text), broken: [] }, policy, () => "user").findings;

function redact(text: string, vault: Vault): string {
  return redactText(text, judged(text), (name, original) => vault.placeholderFor(name, original));
}

const free = () => false;
const request = "Write to ada@example.org and bob@example.org, then ada@example.org again; card 4111 1111 1111 1111.";
const sent = "Write to [email-1] and [email-2], then [email-1] again; card [card-1].";

it("puts the same placeholder for the same value, and a number for each other one", () => {
  const vault = createVault(free);
  expect(redact(request, vault)).toBe(sent);
  expect(vault.size).toBe(3);
});

it("never takes a placeholder that stands in the call's own texts", () => {
  const text = "What is [email-1]? Mine is ada@example.org.";
  const vault = createVault((placeholder) => text.includes(placeholder));
  expect(redact(text, vault)).toBe("What is [email-1]? Mine is [email-2].");
  expect(createRestorer(vault, "none").feed("[email-1] [email-2]")).toBe("[email-1] ada@example.org");
});

it("refuses to keep more values than a call can have", () => {
  const vault = createVault(free);
  for (let index = 0; index < 10_000; index += 1) vault.placeholderFor("email", String(index));
  expect(vault.placeholderFor("email", "0")).toBe("[email-1]");
  expect(() => vault.placeholderFor("email", "one more")).toThrow(expect.objectContaining({ code: "guard-broke" }));
});

it("makes one of ranges that overlap", () => {
  const action = "redact" as const;
  const common = { kind: "pii", score: 1, pointer: "", action } as const;
  const findings = [
    { ...common, detector: "pii/card", start: 2, end: 6 },
    { ...common, detector: "pii/phone", start: 4, end: 8 },
    { ...common, detector: "pii/iban", start: 8, end: 9 },
  ];
  expect(redactText("0123456789", findings, removeForGood)).toBe("01[card removed][iban removed]9");
});

it("touches only what the verdict redacts", () => {
  const flagged = judged(request).map((finding) => ({ ...finding, action: "flag" as const }));
  expect(redactText(request, flagged, removeForGood)).toBe(request);
});

it("gives back every original, wherever a stream is cut", () => {
  const vault = createVault(free);
  const answer = redact(request, vault);
  fc.assert(
    fc.property(fc.array(fc.nat(answer.length), { maxLength: 12 }), (cuts) => {
      const borders = [0, ...cuts.toSorted((left, right) => left - right), answer.length];
      const pieces = borders.slice(1).map((end, index) => answer.slice(borders[index], end));
      const restorer = createRestorer(vault, "none");
      const restored = pieces.map((piece) => restorer.feed(piece)).join("") + restorer.flush();
      expect(restored).toBe(request);
    }),
  );
});

it("gives back the originals one character at a time", () => {
  const vault = createVault(free);
  const restorer = createRestorer(vault, "none");
  const answer = redact(request, vault);
  expect(Array.from(answer, (character) => restorer.feed(character)).join("") + restorer.flush()).toBe(request);
});

it("writes an original into JSON so that it stays JSON", () => {
  const vault = createVault(free);
  const original = 'line one\n"line two"';
  const placeholder = vault.placeholderFor("private-key", original);
  const restored = createRestorer(vault, "json").feed(`{"key": "${placeholder}"}`);
  expect(JSON.stringify({ key: original })).toBe(restored.replace('": "', '":"'));
});

it("leaves alone what only looks like a placeholder, at once", () => {
  const restorer = createRestorer(createVault(free), "none");
  expect(restorer.feed("a [list-1] of [x] and a[0] [")).toBe("a [list-1] of [x] and a[0] ");
  expect(restorer.feed("B")).toBe("[B");
  expect(restorer.feed(`[${"a".repeat(100)}`)).toBe(`[${"a".repeat(100)}`);
  expect(restorer.feed("[ema")).toBe("");
  expect(restorer.flush()).toBe("[ema");
});

it("gives new texts for the spans that a verdict changes, and for no other", () => {
  const spans = [
    { pointer: "/messages/0/content", text: request, start: 10 },
    { pointer: "/messages/1/content", text: request, start: 20 },
  ];
  const findings = findingsIn(detector, request, "user");
  const verdict = decide({ findings, broken: [] }, policy, () => "user");
  const vault = createVault(free);
  const changed = redactSpans(spans, verdict, (name, original) => vault.placeholderFor(name, original));
  expect(changed).toEqual([{ span: spans[0], text: sent }]);
});
