import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxJsonDepth } from "../../src/dialects/json-cursor.ts";
import { maxTopLevelKeys, scanJsonBody } from "../../src/dialects/scan-json-body.ts";
import { HoldfastError } from "../../src/errors.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const scan = (text: string) => scanJsonBody(bytesOf(text));

function refusal(text: string | Uint8Array): HoldfastError {
  try {
    scanJsonBody(typeof text === "string" ? bytesOf(text) : text);
  } catch (error) {
    if (error instanceof HoldfastError) return error;
    throw error;
  }
  throw new Error(`was not refused: ${String(text)}`);
}

/** JSON as others write it: any values, any whitespace between tokens. */
const jsonText = fc
  .tuple(
    fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 4 })),
    fc.constantFrom(0, 1, 3, "\t", "\r\n "),
  )
  .filter(([value]) => !Object.hasOwn(value, "__proto__") && !JSON.stringify(value).includes("__proto__"))
  .map(([value, space]) => ({ value, text: JSON.stringify(value, null, space) }));

describe("scanJsonBody", () => {
  it("finds every top-level value where it stands, for any JSON object", () => {
    fc.assert(
      fc.property(jsonText, ({ value, text }) => {
        const body = scan(text);
        const keys = Object.keys(value);
        expect([...body.spans.keys()]).toEqual(keys);
        for (const key of keys) {
          const span = body.spans.get(key);
          const slice = new TextDecoder().decode(body.bytes.subarray(span?.start, span?.end));
          // Through JSON once more: -0 has no text of its own.
          expect(JSON.parse(slice)).toEqual(JSON.parse(JSON.stringify(value[key])));
          expect(body.value(key)).toEqual(JSON.parse(JSON.stringify(value[key])));
        }
      }),
    );
  });

  it("refuses, and never with another error, what a strict parser refuses at the top level", () => {
    fc.assert(
      fc.property(jsonText, fc.nat(), fc.nat(255), ({ text }, place, byte) => {
        const bytes = bytesOf(text);
        const broken = bytes.slice();
        broken[place % bytes.length] = byte;
        for (const candidate of [broken, bytes.subarray(0, place % bytes.length)]) {
          try {
            scanJsonBody(candidate);
          } catch (error) {
            expect(error).toBeInstanceOf(HoldfastError);
          }
        }
      }),
    );
  });

  it("takes a repeated key for a duplicate however it is spelled", () => {
    for (const text of [
      '{"model":"a","stream":true,"model":"b"}',
      '{"model":"a","mod\\u0065l":"b"}',
      '{"\\u006dodel":"a","\\u006Dodel":"b"}',
      '{"é":1,"\\u00e9":2}',
      '{"a\\/b":1,"a/b":2}',
      '{"__proto__":1,"__proto__":2}',
    ]) {
      expect(refusal(text).code, text).toBe("body-duplicate-key");
    }
    expect(refusal('{"model":"a","mod\\u0065l":"b"}').message).toMatchInlineSnapshot(
      `"The request body names the same top-level key twice. Remove one of the two "model"."`,
    );
    expect(refusal('{"model":"a","mod\\u0065l":"b"}').param).toBe("model");
  });

  it("leaves repeated keys of nested values to the provider, who may read them as it likes", () => {
    expect(scan('{"a":{"b":1,"b":2}}').value("a")).toEqual({ b: 2 });
  });

  it("says at which byte what was expected", () => {
    const messages = [
      "",
      "[1]",
      '{"a" 1}',
      '{"a":1,}',
      '{"a":1} x',
      '{"a":[1}',
      '{"a":"b',
      "{'a':1}",
      '{"a":truth}',
      '{"a":01}',
      '{"é":1',
    ].map((text) => refusal(text).message.replace("The request body is not valid JSON. ", ""));
    expect(messages).toMatchInlineSnapshot(`
      [
        "At byte 0, an object was expected.",
        "At byte 0, an object was expected.",
        "At byte 5, ':' was expected.",
        "At byte 7, a key in double quotes was expected.",
        "At byte 8, the end of the body was expected.",
        "At byte 7, ']' was expected.",
        "At byte 5, the string's closing quote was expected.",
        "At byte 1, a key in double quotes was expected.",
        "At byte 5, a value was expected.",
        "At byte 5, a value was expected.",
        "At byte 7, ',' or '}' was expected.",
      ]
    `);
  });

  it("refuses text after the object, brackets that do not match, and strings that do not end", () => {
    for (const text of [
      "{}{}",
      '{"a":1}}',
      '{"a":{]}',
      '{"a":[}',
      '{"a":"\\"}',
      '{"a":"\\\\\\"}',
      '{"a":{"b":"}}',
      "{,}",
      '{"a"}',
      '{"a":}',
    ]) {
      expect(refusal(text).code, text).toBe("body-malformed");
    }
  });

  it("accepts a byte order mark and whitespace around the object", () => {
    const body = scan('\ufeff \r\n\t{ "model" : "a" } \n');
    expect(body.value("model")).toBe("a");
    expect(body.afterOpen).toBe(8);
  });

  it("counts escaped quotes and backslashes before a quote right", () => {
    const value = { a: "\\", b: "\\\\", c: '"', d: '\\"', e: 'x\\\\"\\', f: "" };
    const body = scan(JSON.stringify(value));
    for (const [key, expected] of Object.entries(value)) expect(body.value(key)).toBe(expected);
  });

  it("decodes UTF-8 only where a value is read, and does not stumble over bytes that are none", () => {
    expect(scan('{"a":"héllo €😀","ключ":"значение"}').value("a")).toBe("héllo €😀");
    expect(scan('{"ключ":"значение"}').value("ключ")).toBe("значение");
    const broken = Buffer.concat([
      Buffer.from('{"model":"a","b":"'),
      Buffer.from([0xff, 0x80, 0xc3]),
      Buffer.from('"}'),
    ]);
    expect(scanJsonBody(broken).value("model")).toBe("a");
    expect(scanJsonBody(broken).value("b")).toBe("\ufffd\ufffd\ufffd");
  });

  it("bounds how deep values lie inside one another", () => {
    const nested = (depth: number) => `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(scan(nested(maxJsonDepth)).spans.size).toBe(1);
    expect(refusal(nested(maxJsonDepth + 1)).message).toContain(`nothing nested deeper than ${maxJsonDepth}`);
    expect(refusal(`{"a":${"[".repeat(1_000_000)}`).code).toBe("body-malformed");
  });

  it("bounds the number of top-level keys", () => {
    const keys = (amount: number) => `{${Array.from({ length: amount }, (_, index) => `"k${index}":0`).join()}}`;
    expect(scan(keys(maxTopLevelKeys)).spans.size).toBe(maxTopLevelKeys);
    expect(refusal(keys(maxTopLevelKeys + 1)).code).toBe("body-malformed");
  });

  it("skips long arrays of numbers, also when a string, a bracket or a brace hides among them", () => {
    const numbers = Array.from({ length: 200 }, (_, index) => index / 3);
    const value = {
      a: numbers,
      b: [...numbers, "]", ...numbers],
      c: [...numbers, [1], { d: numbers }],
      e: [numbers, numbers],
    };
    const body = scan(JSON.stringify(value));
    for (const [key, expected] of Object.entries(value)) expect(body.value(key)).toEqual(expected);
    expect(refusal(`{"a":[${numbers.join()}}]}`).code).toBe("body-malformed");
  });

  it("takes time in proportion to the body, whatever its brackets", () => {
    for (const piece of ["[1,", '{"a":[1,', "[1],"]) {
      const hostile = bytesOf(`{"a":[${piece.repeat(200_000)}`);
      const start = process.cpuUsage().user;
      expect(refusal(hostile).code).toBe("body-malformed");
      expect(process.cpuUsage().user - start).toBeLessThan(1_000_000);
    }
  });
});
