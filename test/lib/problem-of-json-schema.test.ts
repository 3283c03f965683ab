import { expect, it } from "vitest";
import { problemOfJsonSchema } from "../../src/lib/problem-of-json-schema.ts";

it.each([
  {},
  {
    type: "object",
    properties: { pattern: { type: "string", pattern: "^[a-z]{1,20}$" }, uniqueItems: { type: "string" } },
  },
  { $defs: { node: { properties: { next: { $ref: "#/$defs/node" } } } }, $ref: "#/$defs/node" },
  { properties: { "a/b": { type: "string" }, c: { $ref: "#/properties/a~1b" } } },
  { enum: [{ pattern: "(a+)+" }], const: { uniqueItems: true } },
  { anyOf: [{ type: "string" }, { $ref: "#/anyOf/0" }] },
])("has nothing against %j", (schema) => {
  expect(problemOfJsonSchema(schema)).toBeUndefined();
});

it.each([
  [{ items: { type: "string", pattern: "(a+)+b" } }, "repeats without a bound"],
  [{ patternProperties: { "^x-.*": {} } }, "repeats without a bound"],
  [{ type: "array", uniqueItems: true }, "uniqueItems"],
  [{ $ref: "https://example.test/schema.json" }, "does not hold"],
  [{ allOf: [{ $ref: "#/$defs/missing" }] }, "does not hold"],
  [{ $ref: "#/constructor" }, "does not hold"],
  [{ anyOf: Array.from({ length: 10_001 }, () => ({})) }, "more than 10000 parts"],
])("refuses %j", (schema, reason) => {
  expect(problemOfJsonSchema(schema)).toContain(reason);
});
