import { expect, test } from "vitest";
import { lintPrompt } from "../../src/prompts/lint-prompt.ts";
import { parsePromptFile } from "../../src/prompts/parse-prompt-file.ts";

function warnings(lines: readonly string[]): readonly string[] {
  const parsed = parsePromptFile({ path: "prompts/test.md", text: lines.join("\n") }, new Map());
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  return lintPrompt(parsed.prompt).map(({ line, path, message }) => `${line} ${path} ${message}`);
}

const described = ["---", "description: x"];

test("a good prompt has no warnings", () => {
  expect(warnings([...described, "variables: { q: {} }", "---", "system:", "Help.", "user:", "{{ q }}"])).toEqual([]);
});

test("warns of a missing description", () => {
  expect(warnings(["user:", "x"])).toEqual(["1 description is missing: say in a sentence what the prompt is for"]);
});

test("warns of a variable that nothing reads, at its declaration, and counts conditions as reading", () => {
  const text = [...described, "variables:", "  a: {}", "  b: {}", "---", "user:", "{% if a %}x{% endif %}"];
  expect(warnings(text)).toEqual(["5 variables.b is not used by any section"]);
});

test("warns of what others wrote inside a system section, through loops too, and not of conditions and numbers", () => {
  const text = [
    ...described,
    "variables: { u: {}, l: { type: list, trust: tool }, o: { trust: operator }, n: { type: number }, c: {} }",
    "---",
    "system:",
    "{{ o }} {{ n }} {% if c %}x{% endif %}",
    "{{ u }}",
    "{% for i in l %}{{ i }}{% endfor %}",
    "user:",
    "{{ u }}",
  ];
  const found = warnings(text);
  expect(found).toHaveLength(2);
  expect(found[0]).toMatch(/^7 system shows "u", whose trust is user/);
  expect(found[1]).toMatch(/^8 system shows "l", whose trust is tool/);
});

test("warns of lines that are nearly a marker, and not of escaped ones", () => {
  const found = warnings([...described, "---", "user:", "a", " system:", "User:", "\\user:", "note: x"]);
  expect(found.map((warning) => warning.split(" ")[0])).toEqual(["6", "7"]);
});

test("warns of a variable in single braces", () => {
  const text = [...described, "variables: { name: {} }", "---", "user:", "{{ name }} {name} {other} {{name}}"];
  expect(warnings(text)).toEqual(["6 user has {name} as plain text: a variable is shown by {{ name }}"]);
});

test("warns of an answer that is begun after the caller's messages", () => {
  expect(warnings([...described, "---", "user:", "a", "history:", "assistant:", "{"])[0]).toMatch(/^8 assistant ends/);
  expect(warnings([...described, "---", "user:", "a", "assistant:", "b"])).toEqual([]);
});
