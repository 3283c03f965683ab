import { describe, expect, test } from "vitest";
import { renderPrompt } from "../../src/prompts/render-prompt.ts";
import { compiled, failure, rendered, withVariables } from "./prompt-fixture.ts";

const maxMilliseconds = 1_500;

describe("limits", () => {
  test("a variable of 5 MB is refused, and the message says which and why", () => {
    const error = failure(() => rendered(withVariables("t: {}", "user:\n{{ t }}"), { t: "x".repeat(5_000_000) }));
    expect(error).toMatchObject({ code: "variable-invalid", param: "prompt.variables.t" });
    expect(error.message).toContain('"t" is longer than 1048576 characters');
  });

  test("a picture of 5 MB in a data: URL is no text and passes", () => {
    const url = `data:image/png;base64,${"A".repeat(5_000_000)}`;
    expect(rendered(withVariables("p: {}", "user:\n{% media p %}"), { p: url }).before[0]?.parts).toHaveLength(1);
    const asText = failure(() => rendered(withVariables("p: {}", "user:\n{{ p }}"), { p: url }));
    expect(asText).toMatchObject({ code: "prompt-unrenderable" });
  });

  test.each([
    ["too many entries", { o: Array.from({ length: 10_001 }, () => 0) }, "has more than 10000 entries"],
    ["too much text in all", { o: Array.from({ length: 100 }, () => "x".repeat(20_000)) }, "is longer than 1048576"],
    ["too deep nesting", { o: JSON.parse("[".repeat(40) + "]".repeat(40)) }, "is nested more than 32 deep"],
  ])("a list with %s is refused", (_, variables, message) => {
    const error = failure(() => rendered(withVariables("o: { type: list }", "user:\n{{ o }}"), variables));
    expect(error.code).toBe("variable-invalid");
    expect(error.message).toContain(message);
  });

  const list = Array.from({ length: 1_000 }, (_, index) => index);
  const bombs: readonly (readonly [what: string, body: string])[] = [
    ["a huge range", "{% for i in (1..1000000000) %}x{% endfor %}"],
    ["a huge range that is only assigned", "{% assign r = (1..1000000000) %}x"],
    ["nested ranges", `${"{% for i in (1..1000) %}".repeat(5)}${"{% endfor %}".repeat(5)}`],
    ["nested loops over a variable", `${"{% for i in l %}".repeat(5)}x${"{% endfor %}".repeat(5)}`],
    ["nested loops that write nothing", `${"{% for i in l %}".repeat(5)}${"{% endfor %}".repeat(5)}`],
    ["text that doubles", `{% assign a = 'xxxxxxxxxx' %}${"{% assign a = a | append: a %}".repeat(30)}{{ a }}`],
    [
      "text that is replaced by itself",
      `{% assign a = 'aaaaaaaaaa' %}${"{% assign a = a | replace: 'a', a %}".repeat(12)}{{ a }}`,
    ],
    ["a list that doubles", `{% assign a = l %}${"{% assign a = a | concat: a %}".repeat(30)}{{ a }}`],
    [
      "one long text in a list that doubles, joined",
      `{% assign a = t | split: '!' %}${"{% assign a = a | concat: a %}".repeat(14)}{{ a | join: '' }}`,
    ],
    [
      "one long text in a list that doubles, shown",
      `{% assign a = t | split: '!' %}${"{% assign a = a | concat: a %}".repeat(9)}{{ a }}`,
    ],
    [
      "one long text in a list that doubles, made one text",
      `{% assign a = t | split: '!' %}${"{% assign a = a | concat: a %}".repeat(14)}{{ a | append: 'x' }}`,
    ],
    [
      "a long text that is searched again and again",
      "{% for i in l %}{% for j in l %}{% if t contains 'yyy' %}{% endif %}{% endfor %}{% endfor %}",
    ],
    [
      "a long text that is counted through again and again",
      "{% for i in l %}{% for j in l %}{% assign a = t | slice: 99999, 1 %}{% endfor %}{% endfor %}",
    ],
    [
      "a long list that is searched again and again",
      "{% for i in l %}{% for j in (1..20) %}{% if l contains 'y' %}{% endif %}{% endfor %}{% endfor %}",
    ],
    [
      "a long list that is compared again and again",
      "{% for i in l %}{% for j in (1..20) %}{% if l == l %}{% endif %}{% endfor %}{% endfor %}",
    ],
    ["a variable that is shown again and again", "{% for i in l %}{{ t }}{% endfor %}"],
  ];
  test.each(bombs)("%s is stopped", (_, body) => {
    const prompt = compiled(withVariables("l: { type: list }, t: {}", `user:\n${body}`));
    // CPU time: on a busy machine the clock on the wall measures the others.
    const started = process.cpuUsage();
    const error = failure(() => renderPrompt(prompt, { l: list, t: "x".repeat(100_000) }));
    expect(error.code).toBe("prompt-unrenderable");
    expect(error.message).toMatch(/too much memory|steps|grows beyond/);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(maxMilliseconds);
  });

  test("sections share the limits", () => {
    const loop = "{% for i in l %}{% for j in (1..10) %}x{% endfor %}{% endfor %}";
    const once = withVariables("l: { type: list }", `user:\n${loop}`);
    expect(rendered(once, { l: list }).before).toHaveLength(1);
    expect(failure(() => rendered(`${once}\n${`user:\n${loop}\n`.repeat(9)}`, { l: list })).code).toBe(
      "prompt-unrenderable",
    );
  });

  test("a calculation that fails is refused without showing the value", () => {
    const text = withVariables("t: {}", "user:\na\n{{ t | url_encode }}");
    const error = failure(() => rendered(text, { t: "secret-value \uD800" }));
    expect(error.code).toBe("prompt-unrenderable");
    expect(error.message).toContain("not defined for these values (test@1, section user, line 2)");
    expect(error.message).not.toContain("secret-value");
  });
});
