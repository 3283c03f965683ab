import fc from "fast-check";
import { expect, test } from "vitest";
import { HoldfastError } from "../../src/errors.ts";
import { canonicalPrompt } from "../../src/prompts/canonical-prompt.ts";
import { compilePrompt } from "../../src/prompts/compile-prompt.ts";
import { lintPrompt } from "../../src/prompts/lint-prompt.ts";
import { parsePromptFile } from "../../src/prompts/parse-prompt-file.ts";
import { printPromptFile } from "../../src/prompts/print-prompt-file.ts";
import { renderPrompt } from "../../src/prompts/render-prompt.ts";
import { contentOf } from "./prompt-fixture.ts";

const fragment = fc.oneof(
  fc.constantFrom(
    "---\n",
    "variables: { a: {}, l: { type: list } }\n",
    "labels: [x]\n",
    "system:\n",
    "user:\n",
    "history:\n",
    "\\user:\n",
    "{{ a }}",
    "{{ a | upcase }}",
    "{{ l[0].x }}",
    "{{ b }}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{{ a | }}",
    "{{ a.b[c.d] }}",
    "{{ [a] }}",
    "{% if a %}",
    "{% else %}",
    "{% endif %}",
    "{% for i in l %}",
    "{% endfor %}",
    "{{ i }}",
    "{% assign x = a %}",
    "{{ x }}",
    "{% media a %}",
    "{% include 'p' %}",
    "{% raw %}",
    "{% endraw %}",
    "{% comment %}",
    "{% endcomment %}",
    "{%- -%}",
    "{% # x %}",
    "{% case a %}",
    "{% when 'x' %}",
    "{% endcase %}",
    "{% unless a %}",
    "{% endunless %}",
    "{% break %}",
    "{% liquid %}",
    "(1..a)",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const text = fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join(""));
const body = fc
  .array(fragment, { maxLength: 10 })
  .map((parts) => `---\nvariables: { a: {}, l: { type: list } }\n---\nuser:\nx${parts.join("")}`);

test("any text is a prompt or has problems inside its lines, and nothing is thrown", () => {
  let good = 0;
  fc.assert(
    fc.property(fc.oneof(text, body), text, (file, partial) => {
      const partials = new Map([["p", { path: "prompts/partials/p.md", text: partial }]]);
      const parsed = parsePromptFile({ path: "prompts/x.md", text: file }, partials);
      if (!parsed.ok) {
        const lines = file.split(/\r\n?|\n/).length;
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const { line, column } of parsed.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines + 1);
          expect(column).toBeGreaterThanOrEqual(1);
        }
        return;
      }
      good += 1;
      const { content } = parsed.prompt;
      const { hash } = canonicalPrompt(content);
      expect(compilePrompt({ name: "x", version: 1, hash, content }).version.hash).toBe(hash);
      expect(canonicalPrompt(contentOf(printPromptFile(content))).hash).toBe(hash);
      expect(Array.isArray(lintPrompt(parsed.prompt))).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(good).toBeGreaterThan(10);
});

test("any good template renders with any values, or refuses with a code", () => {
  fc.assert(
    fc.property(
      body,
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.array(fc.jsonValue(), { maxLength: 5 }),
      (file, a, l) => {
        const parsed = parsePromptFile({ path: "prompts/x.md", text: file }, new Map());
        if (!parsed.ok) return;
        const compiled = compilePrompt({ name: "x", version: 1, hash: "", content: parsed.prompt.content });
        try {
          expect(renderPrompt(compiled, { a, l }).name).toBe("x");
        } catch (error) {
          expect(error).toBeInstanceOf(HoldfastError);
          expect(["variable-invalid", "prompt-unrenderable"]).toContain(error instanceof HoldfastError && error.code);
        }
      },
    ),
    { numRuns: 300 },
  );
});
