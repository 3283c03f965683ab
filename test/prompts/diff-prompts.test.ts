import { expect, test } from "vitest";
import { diffPrompts } from "../../src/prompts/diff-prompts.ts";
import { contentOf } from "./prompt-fixture.ts";

const before = contentOf(
  "---\ndescription: x\nvariables: { a: {}, b: { type: number } }\nparameters: { seed: 1 }\n---\nsystem:\nHello {{ a }}\nuser:\n{{ b }}",
);

function says(text: string): readonly string[] {
  return diffPrompts(before, contentOf(text)).changes.map((change) => change.says);
}

test("equal contents have no difference", () => {
  expect(diffPrompts(before, before)).toEqual({ changes: [], text: [] });
});

test("says which variables, parameters, tools and sections came, went and changed", () => {
  const after =
    "---\ndescription: y\nvariables: { b: { type: number, default: 1, trust: tool }, c: { required: false } }\nparameters: { topP: 1, seed: 2 }\ntools: [{ name: t }]\n---\nsystem:\nHello {{ c }}\nhistory:\nuser:\n{{ b }}\nassistant:\nOk";
  expect(says(after)).toEqual([
    'variable "a" removed: string, trust user, required',
    'variable "b" changed: number, trust user, required → number, trust tool, default 1',
    'variable "c" added: string, trust user, optional',
    "section 1 (system) says something else",
    "section 2 (history) added",
    "section 4 (assistant) added",
    'parameter "seed" changed: 1 → 2',
    'parameter "topP" added: 1',
    'tool "t" added',
    'description changed: "x" → "y"',
  ]);
});

test("shows the lines that differ, with some around them", () => {
  const after = { ...before, parameters: { seed: 2 } };
  expect(diffPrompts(before, after).text).toEqual([
    "@@ -5,7 +5,7 @@",
    "   b:",
    "     type: number",
    " parameters:",
    "-  seed: 1",
    "+  seed: 2",
    " ---",
    " system:",
    " Hello {{ a }}",
  ]);
});

test("a first version is all new", () => {
  const { changes, text } = diffPrompts(undefined, contentOf("user:\nHi"));
  expect(changes.map((change) => change.says)).toEqual(["section 1 (user) added"]);
  expect(text).toEqual(["@@ -0,0 +1,2 @@", "+user:", "+Hi"]);
});

test("texts that have nothing in common are told whole, without comparing for ever", () => {
  const long = (word: string): string =>
    `user:\n${Array.from({ length: 2_000 }, (_, index) => `${word}${index}`).join("\n")}`;
  const { text } = diffPrompts(contentOf(long("a")), contentOf(long("b")));
  expect(text.filter((line) => line.startsWith("-"))).toHaveLength(2_001);
});
