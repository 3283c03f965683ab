import { describe, expect, test } from "vitest";
import { formatKey } from "../../src/access/key-format.ts";
import { readPresentedKey } from "../../src/access/read-presented-key.ts";

const key = formatKey(new Uint8Array(32).fill(7));
const other = formatKey(new Uint8Array(32).fill(8));

describe("the Holdfast key", () => {
  test.each([
    [["authorization", `Bearer ${key}`], "", "authorization"],
    [["authorization", `bearer   ${key}`], "", "authorization"],
    [["x-api-key", key], "", "x-api-key"],
    [["x-goog-api-key", key], "", "x-goog-api-key"],
    [["api-key", ` ${key} `], "", "api-key"],
    [["holdfast-key", key], "", "holdfast-key"],
    [[], `alt=sse&key=${key}`, "?key"],
    [[], `key=${encodeURIComponent(key)}&alt=sse`, "?key"],
  ])("is found in %j %s", (headers, query, place) => {
    expect(readPresentedKey(["host", "x", ...headers], query)).toEqual({ key, place, callerCredential: [] });
  });

  test.each([
    [["host", "x"], ""],
    [["authorization", "Basic aGY6eA=="], ""],
    [["authorization", "Bearer "], ""],
    [["x-api-key", ""], ""],
    [[], "monkey=banana&keys=1&key="],
  ])("is not found in %j %s", (headers, query) => {
    expect(readPresentedKey(headers, query)).toMatchObject({ key: undefined, place: undefined });
  });

  test("is what looks like one, wherever else something stands", () => {
    expect(readPresentedKey(["authorization", "Bearer sk-mine", "x-api-key", key], "")).toEqual({
      key,
      place: "x-api-key",
      callerCredential: ["authorization", "Bearer sk-mine"],
    });
  });

  test("is whatever was sent when nothing looks like one, so that it can be refused as unknown", () => {
    expect(readPresentedKey(["authorization", "Bearer sk-mine"], "")).toMatchObject({ key: "sk-mine" });
  });

  test("is never something endless", () => {
    expect(readPresentedKey(["authorization", `Bearer ${"x".repeat(257)}`], "").key).toBeUndefined();
    expect(readPresentedKey(["holdfast-key", "x".repeat(257)], "").key).toBeUndefined();
  });

  test("may stand in two places if it is the same", () => {
    expect(readPresentedKey(["authorization", `Bearer ${key}`, "x-api-key", key], "")).toMatchObject({ key });
  });
});

describe("two different Holdfast keys in one request are refused", () => {
  test.each([
    [["authorization", `Bearer ${key}`, "x-api-key", other], ""],
    [["authorization", `Bearer ${key}`, "authorization", `Bearer ${other}`], ""],
    [["holdfast-key", key, "x-goog-api-key", other], ""],
    [["holdfast-key", key, "holdfast-key", "something"], ""],
    [["x-api-key", key], `key=${other}`],
  ])("%j %s", (headers, query) => {
    expect(() => readPresentedKey(headers, query)).toThrow(expect.objectContaining({ code: "request-invalid" }));
  });

  test("and neither is repeated in the message", () => {
    expect(() => readPresentedKey(["x-api-key", key, "api-key", other], "")).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("hf_") }),
    );
  });
});

describe("the caller's own provider credential", () => {
  test.each([
    [["holdfast-key", key, "authorization", "Bearer sk-mine"], "", ["authorization", "Bearer sk-mine"]],
    [["holdfast-key", key, "x-api-key", "sk-ant-mine"], "", ["x-api-key", "sk-ant-mine"]],
    [["holdfast-key", key], "key=AIzaMine", ["x-goog-api-key", "AIzaMine"]],
    [
      ["holdfast-key", key, "authorization", `Bearer hf_${"a".repeat(34)}`],
      "",
      ["authorization", `Bearer hf_${"a".repeat(34)}`],
    ],
    [
      ["holdfast-key", key, "authorization", `Bearer ${"j".repeat(2_000)}`],
      "",
      ["authorization", `Bearer ${"j".repeat(2_000)}`],
    ],
  ])("is found beside holdfast-key", (headers, query, callerCredential) => {
    expect(readPresentedKey(headers, query)).toMatchObject({ key, callerCredential });
  });

  test("is never the Holdfast key, which must not reach a provider", () => {
    expect(readPresentedKey(["holdfast-key", key, "authorization", `Bearer ${key}`], "").callerCredential).toEqual([]);
    expect(readPresentedKey(["holdfast-key", "mistyped"], "").callerCredential).toEqual([]);
  });
});
