import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/dialects/apply-edits.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";
import { setModel } from "../../src/dialects/set-model.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const object = fc
  .dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 3 }))
  .filter((value) => !JSON.stringify(value).includes("__proto__"));

describe("applyEdits", () => {
  it("returns the very same array when there is nothing to edit", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(applyEdits(bytes, [])).toBe(bytes);
      }),
    );
  });

  it("changes the edited values of any JSON object and no other byte", () => {
    fc.assert(
      fc.property(
        object,
        fc.string({ unit: "binary" }),
        fc.constantFrom(0, 2, "\t"),
        fc.nat(),
        (value, model, space, pick) => {
          const bytes = bytesOf(JSON.stringify({ ...value, model: "before" }, null, space));
          const body = scanJsonBody(bytes);
          const keys = [...body.spans.keys()].filter((key) => key !== "model");
          const other = keys[pick % Math.max(1, keys.length)];
          const span = other === undefined ? undefined : body.spans.get(other);
          const edits = [setModel(body, model), ...(span === undefined ? [] : [{ ...span, text: "null" }])];
          const edited = scanJsonBody(applyEdits(bytes, edits));
          expect([...edited.spans.keys()]).toEqual([...body.spans.keys()]);
          expect(edited.value("model")).toBe(JSON.parse(JSON.stringify(model)));
          for (const key of keys) {
            const before = body.spans.get(key);
            const after = edited.spans.get(key);
            const expected = key === other ? "null" : textOf(bytes.subarray(before?.start, before?.end));
            expect(textOf(edited.bytes.subarray(after?.start, after?.end))).toBe(expected);
          }
        },
      ),
    );
  });

  it("keeps bytes that are no UTF-8 as they are", () => {
    const bytes = Uint8Array.of(0xff, 0x61, 0xfe);
    expect(applyEdits(bytes, [{ start: 1, end: 2, text: "é" }])).toEqual(Uint8Array.of(0xff, 0xc3, 0xa9, 0xfe));
  });

  it("makes edits given in any order, and insertions at one place in theirs", () => {
    const edits = [
      { start: 4, end: 5, text: "E" },
      { start: 0, end: 0, text: "1" },
      { start: 0, end: 0, text: "2" },
      { start: 1, end: 3, text: "" },
    ];
    expect(textOf(applyEdits(bytesOf("abcde"), edits))).toBe("12adE");
  });

  it("refuses edits that overlap or leave the body", () => {
    for (const edits of [
      [
        { start: 0, end: 3, text: "" },
        { start: 2, end: 4, text: "" },
      ],
      [{ start: 3, end: 2, text: "" }],
      [{ start: -1, end: 2, text: "" }],
      [{ start: 0, end: 6, text: "" }],
      [{ start: 0.5, end: 1, text: "" }],
    ]) {
      expect(() => applyEdits(bytesOf("abcde"), edits)).toThrow("Something broke inside the gateway.");
    }
  });

  it("inserts a model into a body that has none, empty or not", () => {
    for (const text of ["{}", '{"a":1}', ' { "a" : 1 } ']) {
      const bytes = bytesOf(text);
      expect(JSON.parse(textOf(applyEdits(bytes, [setModel(scanJsonBody(bytes), 'x"y')])))).toEqual({
        ...JSON.parse(text),
        model: 'x"y',
      });
    }
  });
});
