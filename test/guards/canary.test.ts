import fc from "fast-check";
import { expect, it } from "vitest";
import { canaryNotice, createCanaryDetector, makeCanary } from "../../src/guards/canary.ts";
import { foundIn, rulesIn } from "./support/screened.ts";

const canary = makeCanary(Uint8Array.from({ length: 32 }, (_, index) => index * 37));
const detector = createCanaryDetector(canary);

const forms: readonly (readonly [name: string, text: string])[] = [
  ["as it is", `the marker is ${canary}.`],
  ["in capitals", canary.toUpperCase()],
  ["spelled out", Array.from(canary).join(" ")],
  ["with dashes", Array.from(canary).join("-")],
  ["on lines", Array.from(canary).join("\n")],
  ["reversed", Array.from(canary).toReversed().join("")],
  ["hexadecimal", Buffer.from(canary).toString("hex")],
  ["spaced hexadecimal", Array.from(Buffer.from(canary), (byte) => byte.toString(16)).join(" ")],
  ["in its notice", canaryNotice(canary)],
];

it.each(forms)("finds the canary %s", (_name, text) => {
  expect(rulesIn(detector, text)).toEqual(["canary/leak"]);
});

it("finds it in base64, wherever in a text it stood", () => {
  for (const before of ["", "a", "ab", "abc", "The marker is: "]) {
    for (const after of ["", "!", " ok", "zzzz"]) {
      const text = Buffer.from(before + canary + after).toString("base64");
      expect(rulesIn(detector, text), text).toEqual(["canary/leak"]);
    }
  }
});

it("tells where it stands", () => {
  expect(foundIn(detector, `it is ${Array.from(canary).join("-")}, yes`)).toEqual([Array.from(canary).join("-")]);
});

it("never takes another text for it", () => {
  const other = createCanaryDetector(makeCanary(Uint8Array.from({ length: 16 }, (_, index) => 200 - index)));
  expect(rulesIn(other, `it is ${canary}`)).toEqual([]);
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => rulesIn(detector, text).length === 0));
});

it("is the same word for the same bytes, and takes enough of them", () => {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 11);
  expect(makeCanary(bytes)).toBe(makeCanary(bytes));
  expect(makeCanary(bytes)).toMatch(/^[b-z2-9]{16}$/);
  expect(() => makeCanary(new Uint8Array(15))).toThrow(RangeError);
});
