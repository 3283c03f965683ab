import { expect, it } from "vitest";
import { createAnswerSchema } from "../../../src/guards/detectors/answer-schema.ts";
import { createForbiddenPatterns } from "../../../src/guards/detectors/forbidden-patterns.ts";
import { refusal } from "../../../src/guards/detectors/refusal.ts";
import { adversarialTexts, millisecondsOf, mostMilliseconds } from "../support/adversarial.ts";
import { findingsIn, foundIn, rulesIn } from "../support/screened.ts";

const refusals = [
  "I'm sorry, but I can't help with that.",
  "I cannot assist with this request.",
  "I’m unable to provide instructions for that.",
  "Unfortunately, I am not able to do this.",
  "That goes against my guidelines.",
  "Es tut mir leid, das geht nicht.",
  "抱歉，我无法回答这个问题。",
];

it.each(refusals)("notices a refusal: %j", (text) => {
  expect(rulesIn(refusal, text)).toEqual(["refusal"]);
});

it.each([
  "I'm sorry to hear that. Here is how to get your money back.",
  "You can't go wrong with either of them.",
  `${"A long answer that says everything. ".repeat(10)}I cannot help with the rest.`,
])("takes an answer for an answer: %j", (text) => {
  expect(rulesIn(refusal, text)).toEqual([]);
});

it.each(refusals)("reads a bounded opening of an answer like %j", (sample) => {
  for (const text of adversarialTexts(sample)) {
    expect(millisecondsOf(() => findingsIn(refusal, text))).toBeLessThan(mostMilliseconds);
  }
});

const patterns = createForbiddenPatterns([
  { name: "codename", expression: "project[ -]?(?:orion|lyra)" },
  { name: "part-number", expression: "\\b[A-Z]{3}-\\d{6,8}\\b" },
]);

it("finds what a policy forbids, by its name and without regard to case", () => {
  expect(foundIn(patterns, "PROJECT ORION needs part abc-1234567.")).toEqual(["PROJECT ORION", "abc-1234567"]);
  expect(rulesIn(patterns, "PROJECT ORION needs part abc-1234567.")).toEqual([
    "pattern/codename",
    "pattern/part-number",
  ]);
  expect(rulesIn(patterns, "nothing of the kind")).toEqual([]);
});

it("refuses a pattern that could be slow, whoever stored it", () => {
  expect(() => createForbiddenPatterns([{ name: "slow", expression: "(a+)+b" }])).toThrow(
    expect.objectContaining({ code: "config-invalid" }),
  );
});

const schema = createAnswerSchema({
  type: "object",
  required: ["city"],
  properties: { city: { type: "string" }, days: { type: "integer", minimum: 1 } },
  additionalProperties: false,
});

it.each([
  ['{"city": "Bern", "days": 2}', []],
  ['{"city": "Bern", "days": 0}', ["schema/invalid"]],
  ['{"days": 2}', ["schema/invalid"]],
  ["It is Bern.", ["schema/not-json"]],
  ["", ["schema/not-json"]],
])("judges %j by the schema", (text, rules) => {
  expect(rulesIn(schema, text)).toEqual(rules);
});

it("does not read an answer that is larger than any honest one", () => {
  expect(rulesIn(schema, JSON.stringify({ city: "x".repeat(1024 * 1024) }))).toEqual(["schema/not-json"]);
});
