import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex } from "../../src/lib/sha256-hex.ts";

test("gives the standard's own examples", () => {
  expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("agrees with the platform's implementation for every length around a block's border", () => {
  for (let length = 50; length < 140; length += 1) {
    const text = "é".repeat(length % 7) + "x".repeat(length);
    expect(sha256Hex(text), String(length)).toBe(createHash("sha256").update(text).digest("hex"));
  }
});

test("agrees with the platform's implementation for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      expect(sha256Hex(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }),
  );
});
