import { describe, expect, test } from "vitest";
import type { RenderedPrompt, RenderedSpan } from "../../src/prompts/prompt.ts";
import { renderPrompt } from "../../src/prompts/render-prompt.ts";
import { compiled, failure, rendered, transcript, withVariables } from "./prompt-fixture.ts";

function spans(prompt: RenderedPrompt): readonly RenderedSpan[] {
  return [...prompt.before, ...prompt.after].flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === "text" ? part.spans : [])),
  );
}

/** Variable spans as `name/trust: text`, the template's own words in quotes. */
function spanLines(prompt: RenderedPrompt): readonly string[] {
  return spans(prompt).map((span) =>
    span.from === "template" ? JSON.stringify(span.text) : `${span.variable}/${span.trust}: ${span.text}`,
  );
}

describe("rendering", () => {
  test("keeps sections in their order and cuts them where the caller's messages go", () => {
    const text = "system:\nA\nuser:\nB\nassistant:\nC\nhistory:\nsystem:\nD";
    expect(transcript(rendered(text))).toEqual(["system: A", "user: B", "assistant: C", "history", "system: D"]);
  });

  test("puts the caller's messages after everything when the prompt does not say where", () => {
    expect(transcript(rendered("user:\nA"))).toEqual(["user: A", "history"]);
  });

  test("gives what the version is and what it asks of the model", () => {
    const prompt = rendered("---\nparameters: { seed: 7 }\ntools: [{ name: look_up }]\n---\nuser:\nA");
    expect(prompt).toMatchObject({ name: "test", version: 1, parameters: { seed: 7 }, tools: [{ name: "look_up" }] });
  });

  test("shows text as it is, numbers and truth in JSON, nothing as nothing, lists and objects as JSON", () => {
    const text = withVariables(
      "s: {}, n: { type: number }, b: { type: boolean }, l: { type: list }, o: { type: object }, x: { required: false }",
      "user:\n{{ s }}|{{ n }}|{{ b }}|{{ l }}|{{ o }}|{{ x }}|{{ o.a.b }}|{{ l[1] }}|{{ l.size }}",
    );
    const variables = { s: `<&"'>`, n: 1.5, b: false, l: [1, "two"], o: { a: { b: null } } };
    expect(transcript(rendered(text, variables))[0]).toBe(`user: <&"'>|1.5|false|[1,"two"]|{"a":{"b":null}}|||two|2`);
  });

  test("leaves out a message of which nothing is left", () => {
    const text = withVariables("x: { required: false }", "system:\nA\nuser:\n {% if x %}{{ x }}{% endif %} \n");
    expect(transcript(rendered(text))).toEqual(["system: A", "history"]);
    expect(transcript(rendered(text, { x: "B" }))).toEqual(["system: A", "user:  B", "history"]);
  });

  test("loops, decides, counts and stops", () => {
    const text = withVariables(
      "l: { type: list }",
      "user:\n{% for x in l limit: 4 %}{% if x == 2 %}{% continue %}{% elsif x > 3 %}{% break %}{% endif %}{{ forloop.index }}:{{ x }} {% else %}none{% endfor %}",
    );
    expect(transcript(rendered(text, { l: [1, 2, 3, 4, 5] }))[0]).toBe("user: 1:1 3:3 ");
    expect(transcript(rendered(text, { l: [] }))[0]).toBe("user: none");
  });

  test("ends a section at a break outside of any loop", () => {
    expect(transcript(rendered("user:\na{% break %}b\nassistant:\nc"))).toEqual(["user: a", "assistant: c", "history"]);
  });

  test("takes a name that no branch assigned as nothing", () => {
    const text = withVariables("x: { required: false }", "user:\na{% if x %}{% assign y = 'b' %}{% endif %}{{ y }}");
    expect(transcript(rendered(text))[0]).toBe("user: a");
  });

  test("does not carry an assignment from one section or one rendering to the next", () => {
    const prompt = compiled(
      withVariables("x: {}", "user:\n{% assign y = x %}{{ y }}\nassistant:\n{% assign z = x %}{{ z }}"),
    );
    expect(transcript(renderPrompt(prompt, { x: "1" }))).toEqual(["user: 1", "assistant: 1", "history"]);
    expect(transcript(renderPrompt(prompt, { x: "2" }))).toEqual(["user: 2", "assistant: 2", "history"]);
  });

  test("gives the same for the same", () => {
    const prompt = compiled(withVariables("o: { type: object }", "user:\n{{ o | json }}"));
    expect(renderPrompt(prompt, { o: { b: 1, a: 2 } })).toEqual(renderPrompt(prompt, { o: { b: 1, a: 2 } }));
  });

  test("does not change the values it is given", () => {
    const l = Object.freeze([Object.freeze({ n: 2 }), Object.freeze({ n: 1 })]);
    const text = withVariables(
      "l: { type: list }",
      "user:\n{% assign s = l | sort: 'n' | reverse %}{{ s | map: 'n' }}",
    );
    expect(transcript(rendered(text, { l }))[0]).toBe("user: [2,1]");
  });
});

describe("spans", () => {
  const declared =
    "op: { trust: operator }, us: {}, to: { trust: tool }, list: { type: list, trust: tool }, un: { required: false }";
  const values = { op: "O", us: "U", to: "T", list: ["a", "b"] };
  const cases: readonly (readonly [what: string, template: string, expected: readonly string[]])[] = [
    ["tell the template's words from a variable's", "x {{ us }} y", ['"x "', "us/user: U", '" y"']],
    ["keep a variable's trust through filters", "{{ to | downcase | append: '!' }}", ["to/tool: t!"]],
    ["take the lowest trust of several variables", "{{ op | append: us | append: to }}", ["to/tool: OUT"]],
    ["see a variable in a filter's argument", "{{ 'x' | append: us }}", ["us/user: xU"]],
    ["see a variable behind an index", "{{ list[0] | prepend: op }}", ["list/tool: Oa"]],
    ["follow a loop", "{% for i in list %}{{ i }}{% endfor %}", ["list/tool: a", "list/tool: b"]],
    ["follow an assignment", "{% assign a = us | upcase %}{% assign b = a %}{{ b }}", ["us/user: U"]],
    [
      "follow a loop over a piece of text",
      "{% assign w = to | split: ',' %}{% for i in w %}{{ i }}{% endfor %}",
      ["to/tool: T"],
    ],
    ["count a name that is assigned twice as both", "{% assign a = op %}{{ a }}{% assign a = us %}", ["us/user: O"]],
    ["take the least trusted alternative of a default", "{{ un | default: op }}", ["un/user: O"]],
    [
      "count literals and loop counters as the template's",
      "{{ 'lit' }}{% for i in list %}{{ forloop.index }}{% endfor %}",
      ['"lit12"'],
    ],
    [
      "take conditions on a variable as the template's choice",
      "{% if us == 'U' %}yes{% endif %}{% case to %}{% when 'T' %}!{% endcase %}",
      ['"yes!"'],
    ],
    ["leave raw stretches to the template", "{% raw %}{{ us }}{% endraw %}", ['"{{ us }}"']],
    ["leave out what is empty", "a{{ un }}b", ['"ab"']],
  ];
  test.each(cases)("%s", (_, template, expected) => {
    expect(spanLines(rendered(withVariables(declared, `user:\n${template}`), values))).toEqual(expected);
  });
});

describe("media", () => {
  const picture = withVariables("p: { required: false }", "user:\nSee {% media p %}!");

  test("stand between the texts, with their type where the URL tells", () => {
    expect(rendered(picture, { p: "https://example.com/a.png" }).before[0]?.parts).toEqual([
      { kind: "text", spans: [{ from: "template", text: "See " }] },
      { kind: "media", url: "https://example.com/a.png", mediaType: undefined },
      { kind: "text", spans: [{ from: "template", text: "!" }] },
    ]);
    const url = "data:image/PNG;base64,AAAA";
    expect(rendered(picture, { p: url }).before[0]?.parts[1]).toEqual({ kind: "media", url, mediaType: "image/png" });
  });

  test("without a value show nothing", () => {
    expect(transcript(rendered(picture))[0]).toBe("user: See !");
  });

  test("may be many, and be all of a message", () => {
    const text = withVariables("l: { type: list }", "user:\n{% for p in l %}\n{% media p %}\n{% endfor %}");
    expect(rendered(text, { l: ["https://a.example/1", "https://a.example/2"] }).before[0]?.parts).toMatchObject([
      { kind: "media", url: "https://a.example/1" },
      { kind: "media", url: "https://a.example/2" },
    ]);
  });

  test.each(["http://example.com/a.png", "file:///etc/passwd", "javascript:alert(1)", "https://a.example/ b", "x"])(
    "are refused when they are no https: or data: URL: %s",
    (p) => {
      const error = failure(() => rendered(picture, { p }));
      expect(error).toMatchObject({ code: "variable-invalid", param: "prompt.variables.p" });
    },
  );
});

describe("variables", () => {
  const text = withVariables(
    "name: {}, age: { type: number }, tags: { type: list, default: [] }",
    "user:\n{{ name }} {{ age }} {{ tags }}",
  );

  test("that are missing are refused, all named at once", () => {
    const error = failure(() => rendered(text));
    expect(error).toMatchObject({ code: "variable-missing", param: "prompt.variables.name" });
    expect(error.message).toBe('The prompt needs another variable. "name" is missing. "age" is missing.');
  });

  test("that are null are missing", () => {
    expect(failure(() => rendered(text, { name: null, age: 1 })).code).toBe("variable-missing");
  });

  test("of another type are refused, and nothing is converted", () => {
    const error = failure(() => rendered(text, { name: 5, age: "5", tags: {} }));
    expect(error.code).toBe("variable-invalid");
    expect(error.message).toContain('"name" must be text. "age" must be a number. "tags" must be a list.');
  });

  test("that the prompt does not have are refused with the nearest name", () => {
    const error = failure(() => rendered(text, { name: "a", age: 1, nmae: "b" }));
    expect(error).toMatchObject({ code: "variable-invalid", param: "prompt.variables.nmae" });
    expect(error.message).toContain('The prompt has no variable "nmae"; did you mean "name"?');
  });

  test("come in the forms of OpenAI's Responses API too", () => {
    const both = withVariables("t: {}, p: {}", "user:\n{{ t }} {% media p %}");
    const variables = {
      t: { type: "input_text", text: "hi" },
      p: { type: "input_image", image_url: "https://example.com/a.png", detail: "auto" },
    };
    expect(transcript(rendered(both, variables))[0]).toBe("user: hi <https://example.com/a.png>");
    const object = withVariables("o: { type: object }", "user:\n{{ o.text }}");
    expect(transcript(rendered(object, { o: variables.t }))[0]).toBe("user: hi");
  });

  test("whose members are read must have them, unless the template asks first", () => {
    const read = withVariables("o: { type: object }", "user:\n{{ o.name.first }}");
    const error = failure(() => rendered(read, { o: { name: {} } }));
    expect(error).toMatchObject({ code: "variable-invalid", param: "prompt.variables.o" });
    expect(error.message).toContain(
      "The template reads o.name.first, which the value does not have (test@1, section user, line 1).",
    );
    const asks = withVariables(
      "o: { type: object }",
      "user:\n{% if o.name %}x{% else %}y{% endif %}{{ o.name | default: 'z' }}",
    );
    expect(transcript(rendered(asks, { o: {} }))[0]).toBe("user: yz");
  });

  test("show their own members only", () => {
    const read = withVariables(
      "o: { type: object }, l: { type: list }",
      "user:\n{{ o.constructor | default: 'none' }}{{ l.map | default: 'none' }}",
    );
    expect(transcript(rendered(read, { o: {}, l: [] }))[0]).toBe("user: nonenone");
    const inherited = withVariables("o: { type: object }", "user:\n{{ o.toString }}");
    expect(failure(() => rendered(inherited, { o: {} })).code).toBe("variable-invalid");
  });

  test("called like members of every object are not found where they were not given", () => {
    const given: Readonly<Record<string, unknown>> = JSON.parse('{"__proto__": "x", "name": "a", "age": 1}');
    expect(failure(() => rendered(text, given)).code).toBe("variable-invalid");
    expect(failure(() => rendered(withVariables("toString: {}", "user:\n{{ toString }}"))).code).toBe(
      "variable-missing",
    );
  });
});
