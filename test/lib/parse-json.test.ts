import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/lib/parse-json.ts";

describe("parseJson", () => {
  it("parses what is valid", () => {
    expect(parseJson('{"a":[1,null,"é"]}')).toEqual({ ok: true, value: { a: [1, null, "é"] } });
  });

  it.each([
    ['{"__proto__":{"polluted":true},"a":1}'],
    ['{"\\u005f_proto__":{"polluted":true},"a":1}'],
    ['{"__pr\\u006Fto__":{"polluted":true},"a":1}'],
  ])("drops a member named __proto__, however it is spelt: %s", (text) => {
    const parsed = parseJson(text);
    expect(parsed).toEqual({ ok: true, value: { a: 1 } });
    expect(parsed.ok && Object.hasOwn(Object(parsed.value), "__proto__")).toBe(false);
  });

  it("drops it at any depth, and keeps a text that only mentions it", () => {
    expect(parseJson('{"a":[{"b":{"__proto__":1}}],"c":"__proto__"}')).toEqual({
      ok: true,
      value: { a: [{ b: {} }], c: "__proto__" },
    });
  });

  it("refuses a text over its bound, counted in UTF-8 bytes", () => {
    expect(parseJson('"éé"', { maxBytes: 6 })).toEqual({ ok: true, value: "éé" });
    expect(parseJson('"éé"', { maxBytes: 5 })).toEqual({ ok: false, reason: "is larger than 5 bytes" });
    expect(parseJson('"😀"', { maxBytes: 6 })).toEqual({ ok: true, value: "😀" });
    expect(parseJson('"😀"', { maxBytes: 5 }).ok).toBe(false);
  });

  it("says where a text is not JSON, and never quotes it", () => {
    expect(parseJson('{"a" "sk-secret"}')).toEqual({ ok: false, reason: "is not valid JSON (at character 6)" });
    for (const text of ['{"apiKey": sk-secret}', "sk-secret", '{"a":1} sk-secret', '"at position 7']) {
      expect(parseJson(text)).toEqual({
        ok: false,
        reason: expect.stringMatching(/^is not valid JSON( \(at character \d+\))?$/),
      });
    }
    expect(parseJson("").ok).toBe(false);
  });

  it("survives a text that is nested a million levels deep", () => {
    const deep = '{"__proto__":'.repeat(1_000_000);
    expect(parseJson(deep).ok).toBe(false);
    const closed = "[".repeat(1_000_000) + '"__proto__"' + "]".repeat(1_000_000);
    expect(typeof parseJson(closed).ok).toBe("boolean");
  });
});
