import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/lib/canonical-json.ts";
import { printPromptFile } from "../../src/prompts/print-prompt-file.ts";
import type { PromptContent } from "../../src/prompts/prompt-content.ts";
import { contentOf } from "./prompt-fixture.ts";

test("writes what goes without saying not at all", () => {
  const text =
    "---\nvariables:\n  a: {}\n  b:\n    trust: tool\n    default: 1\n    type: number\n---\nsystem:\nHi {{ a }}\n\nhistory:\n";
  expect(printPromptFile(contentOf(text), ["production"])).toBe(
    "---\nvariables:\n  a: {}\n  b:\n    type: number\n    trust: tool\n    default: 1\nlabels:\n  - production\n---\nsystem:\nHi {{ a }}\n\nhistory:\n",
  );
});

test("writes no front matter when there is nothing to say", () => {
  expect(printPromptFile(contentOf("user:\nHi"))).toBe("user:\nHi\n");
});

const line = fc.oneof(
  fc.constantFrom(
    "system:",
    "\\user:",
    "\\\\history: ",
    "---",
    "user: x",
    "",
    "  ",
    "{{ a }}",
    "{% if a %}y{% endif %}",
  ),
  fc.string({ unit: "grapheme-ascii", maxLength: 10 }).map((text) => text.replaceAll(/[{}\\]/g, ".")),
);
const template = fc
  .array(line, { minLength: 1, maxLength: 6 })
  .map((lines) => `x${lines.join("\n")}`.trimEnd())
  .filter((text) => text !== "");
const section = fc.record({
  kind: fc.constant("message" as const),
  role: fc.constantFrom("system" as const, "developer" as const, "user" as const, "assistant" as const),
  template,
});
const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes("__proto__"));
const content: fc.Arbitrary<PromptContent> = fc.record({
  variables: fc.record({
    a: fc.constantFrom(
      { type: "string", trust: "user", required: true } as const,
      { type: "string", trust: "tool", required: false, default: "- x: 'y'\n#" } as const,
      { type: "object", trust: "operator", required: false, description: "{{ x }}: [" } as const,
    ),
  }),
  sections: fc.array(section, { minLength: 1, maxLength: 4 }),
  responseSchema: fc.record({
    name: fc.constant("s"),
    schema: fc.dictionary(
      fc.string().filter((key) => key !== "__proto__" && key !== "<<"),
      json,
    ),
    strict: fc.boolean(),
  }),
});

test("what is written reads back as the same content", () => {
  fc.assert(
    fc.property(content, (original) => {
      expect(canonicalJson(contentOf(printPromptFile(original)))).toBe(canonicalJson(original));
    }),
    { numRuns: 200 },
  );
});
