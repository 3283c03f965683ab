import { describe, expect, test } from "vitest";
import { canonicalPrompt } from "../../src/prompts/canonical-prompt.ts";
import { contentOf, problemLines, withVariables } from "./prompt-fixture.ts";

describe("a prompt file", () => {
  test("becomes variables, sections and settings, with defaults filled in", () => {
    const content = contentOf(
      [
        "---",
        "description: Greets.",
        "variables:",
        "  name: { trust: operator }",
        "  times: { type: number, default: 2 }",
        "  mood: { required: false }",
        "parameters: { temperature: 0.5, stop: [END] }",
        "---",
        "system:",
        "Greet {{ name }} {{ times }} times. {{ mood }}",
        "",
        "history:",
        "",
        "user:",
        "Go.",
        "",
      ].join("\n"),
    );
    expect(content).toEqual({
      description: "Greets.",
      variables: {
        name: { type: "string", trust: "operator", required: true },
        times: { type: "number", trust: "user", required: false, default: 2 },
        mood: { type: "string", trust: "user", required: false },
      },
      parameters: { temperature: 0.5, stop: ["END"] },
      sections: [
        { kind: "message", role: "system", template: "Greet {{ name }} {{ times }} times. {{ mood }}" },
        { kind: "history" },
        { kind: "message", role: "user", template: "Go." },
      ],
    });
  });

  test("reads the same with any line ends, a byte order mark and empty lines around its sections", () => {
    const plain = contentOf("---\ndescription: x\n---\nsystem:\nOne\n\nTwo\nuser:\nThree\n");
    const other = contentOf(
      "\uFEFF---\r\ndescription: x\r\n---\r\n\r\nsystem:\r\n\r\nOne\r\n\r\nTwo\r\n\r\nuser:\rThree",
    );
    expect(other).toEqual(plain);
  });

  test("needs no front matter", () => {
    expect(contentOf("user:\nHello").variables).toEqual({});
  });

  test("takes a marker as text when a backslash stands before it", () => {
    const [section] = contentOf("user:\nThe file says\n\\system:\n\\\\user:\nand so on").sections;
    expect(section).toMatchObject({ template: "The file says\nsystem:\n\\user:\nand so on" });
  });

  test("takes only a whole line as a marker", () => {
    const { sections } = contentOf("user:\nuser: hello\n system:\nSystem:\nassistant: \nyes");
    expect(sections).toMatchObject([
      { template: "user: hello\n system:\nSystem:" },
      { role: "assistant", template: "yes" },
    ]);
  });

  test("has a hash that layout, key order and labels do not change, and content does", () => {
    const hash = (text: string): string => canonicalPrompt(contentOf(text)).hash;
    const first = hash("---\nparameters: { seed: 1, topP: 1 }\nlabels: [production]\n---\nuser:\nHi\n");
    expect(hash("---\nlabels: []\nparameters:\n  topP: 1.0\n  seed: 1\n---\n\nuser:\n\nHi\n\n")).toBe(first);
    expect(hash("---\nparameters: { seed: 2, topP: 1 }\n---\nuser:\nHi\n")).not.toBe(first);
    expect(hash("---\nparameters: { seed: 1, topP: 1 }\n---\nuser:\nHi!\n")).not.toBe(first);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("the problems of a prompt file", () => {
  test("are named all at once, front matter and body, each with its line and column", () => {
    const text = [
      "---",
      "descripton: x",
      "variables:",
      "  name: { typ: string, trust: opertor }",
      "  2nd: {}",
      "parameters: { temperature: 5 }",
      "labels: [latest]",
      "---",
      "system:",
      "Hello {{ nam }}, {{ name }}.",
      "user:",
      "{% for x in name %}",
    ].join("\n");
    expect(problemLines(text)).toEqual([
      '2:1 descripton is not known here did you mean "description"?',
      '4:11 variables.name.typ is not known here did you mean "type"?',
      '4:24 variables.name.trust must be operator, user or tool did you mean "operator"?',
      "5:3 variables.2nd must be a name of letters, digits and _, not beginning with a digit",
      "6:15 parameters.temperature must be at most 2",
      "7:10 labels[0] is kept by the registry: it is always the newest version",
      '10:10 system reads "nam", which is not declared: did you mean "name"?',
      "12:1 user has {% for x in name %} that is not closed",
    ]);
  });

  const bad: readonly (readonly [what: string, text: string, problem: string])[] = [
    ["broken YAML", "---\nvariables: [\n---\nuser:\nx", "is not valid YAML here"],
    ["an unclosed front matter", "---\ndescription: x\nuser:\nx", "1:1 opens its front matter with ---"],
    ["a repeated key", "---\nlabels: []\nlabels: []\n---\nuser:\nx", "3:1 labels is written twice"],
    [
      "a default of another type",
      withVariables("n: { type: number, default: five }", "user:\n{{ n }}"),
      "must be a number",
    ],
    [
      "required beside a default",
      withVariables("n: { default: x, required: true }", "user:\n{{ n }}"),
      "cannot be true beside",
    ],
    ["a reserved name", withVariables("empty: {}", "user:\nx"), "is a word of the template language"],
    ["text before the first section", "hello\nuser:\nx", "1:1 stands before the first section"],
    ["no section", "---\ndescription: x\n---\n", "has no section"],
    ["nothing but the caller's messages", "history:\n", "has no section"],
    ["an empty section", "system:\n\nuser:\nx", "1:1 system is empty"],
    ["two places for the caller's messages", "user:\nx\nhistory:\nuser:\ny\nhistory:\n", "6:1 history stands twice"],
    ["text after history", "user:\nx\nhistory:\ny", "4:1 history has text after it"],
    ["an unclosed output", "user:\nx\n  {{ y", "3:3 user has {{ y that is not closed"],
    ["an unclosed tag", "user:\n{% if true", "2:1 user"],
    ["a closing tag too many", "user:\nx {% endif %}", "2:3 user has {% endif %} with nothing open"],
    ["an unknown tag", "user:\n{% fro x in y %}", "2:1 user has an unknown tag {% fro %}: did you mean for?"],
    [
      "a tag that would write what no span knows",
      "user:\n{% capture x %}{% endcapture %}",
      "has an unknown tag {% capture %}",
    ],
    ["a tag that would read files", "user:\n{% render 'x' %}", "has an unknown tag {% render %}"],
    ["an unknown filter", "user:\n{{ 'a' | shout }}", '2:1 user has an unknown filter "shout"'],
    ["a slip in a filter's name", "user:\n{{ 'a' | upcse }}", 'has an unknown filter "upcse": did you mean upcase?'],
    ["a filter that undoes escaping", "user:\n{{ 'a' | raw }}", 'has an unknown filter "raw"'],
    ["a filter that reads the clock", "user:\n{{ 'now' | date: '%Y' }}", 'has an unknown filter "date"'],
    ["a variable by a computed name", withVariables("a: {}", "user:\n{{ [a] }}"), "by a name in brackets"],
    [
      "a loop that takes a variable's name",
      withVariables("a: { type: list }", "user:\n{% for a in a %}{% endfor %}"),
      'gives the name of the variable "a"',
    ],
    [
      "an assignment to a variable",
      withVariables("a: {}", "user:\n{% assign a = 1 %}"),
      'gives the name of the variable "a"',
    ],
    ["tags nested too deeply", `user:\n${"{% if true %}".repeat(40)}`, "is nested more than 32 tags deep"],
    ["a name used before it is assigned", "user:\n{{ x }}{% assign x = 1 %}", 'reads "x", which is not declared'],
  ];
  test.each(bad)("name %s", (_, text, problem) => {
    expect(problemLines(text).join("\n")).toContain(problem);
  });

  test("leave a file that is too large unread", () => {
    expect(problemLines(`user:\n${"x".repeat(300_000)}`)).toEqual(["1:1 is longer than 262144 characters"]);
  });
});

describe("partials", () => {
  test("are inlined, theirs too, without the line end at their end", () => {
    const { sections } = contentOf('user:\nA {% include "one" %} D', { one: "B {% include 'two' %}\n", two: "C\n" });
    expect(sections).toMatchObject([{ template: "A B C D" }]);
  });

  test("read the variables of the prompt, and a fault in them is placed at the tag that takes them in", () => {
    const text = withVariables("name: {}", 'user:\nHi {{ name }},\n  {% include "one" %} {{ nme }}');
    expect(problemLines(text, { one: "bye {{ name }} {{ other }}" })).toEqual([
      '6:3 user reads "other", which is not declared: declare it under variables (in the partial "one")',
      '6:26 user reads "nme", which is not declared: did you mean "name"?',
    ]);
  });

  test("that take each other in are refused, with the way round", () => {
    const partials = { a: '{% include "b" %}', b: '{% include "c" %}', c: '{% include "b" %}' };
    expect(problemLines('user:\n{% include "a" %}', partials)).toEqual([
      "2:1 user has partials that take each other in for ever: b → c → b",
    ]);
  });

  test("that do not exist are refused with the nearest name", () => {
    expect(problemLines('user:\n{% include "vioce" %}', { voice: "x" })).toEqual([
      '2:1 user takes in a partial "vioce" that does not exist: did you mean "voice"?',
    ]);
  });

  test("that double at every level are stopped", () => {
    const twice = (name: string): string => `{% include "${name}" %}{% include "${name}" %}`;
    const partials = Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`p${at}`, twice(`p${at + 1}`)]));
    expect(problemLines('user:\n{% include "p0" %}', { ...partials, p15: "boom" })[0]).toContain("grows too large");
  });

  test("cannot open a section: sections were cut before", () => {
    const { sections } = contentOf('user:\n{% include "one" %}', { one: "x\nsystem:\nobey" });
    expect(sections).toEqual([{ kind: "message", role: "user", template: "x\nsystem:\nobey" }]);
  });

  test("are left alone in comments and in raw stretches", () => {
    const { sections } = contentOf(
      'user:\nx{% comment %}{% include "no" %}{% endcomment %}{% raw %}{% include "no" %}{% endraw %}',
    );
    expect(sections).toHaveLength(1);
  });
});
