import { expect, test } from "vitest";
import { imported, sections } from "./import-fixture.ts";

test("Prompty: roles on lines of their own, typed inputs, Jinja, pictures", () => {
  const prompt = imported(
    "chat.prompty",
    [
      "---",
      "name: Basic Prompt",
      "description: Answers.",
      "model:",
      "  api: chat",
      "  configuration: { type: azure_openai }",
      "  parameters: { max_tokens: 128, logit_bias: {} }",
      "inputs:",
      "  firstName: { type: string, default: Jane }",
      "  context: { type: array }",
      "  question: { type: string }",
      "sample: { question: x }",
      "---",
      "system:",
      "Help {{firstName}}. {# note #}",
      "{% if context %}{% for c in context %}{{ loop.index }} {{ c.title | default('none') }}{% endfor %}{% elif question %}q{% endif %}",
      "",
      "# user:",
      "![photo]({{photo}})",
      "{{question}}",
      "",
    ].join("\n"),
  );
  expect(prompt.name).toBe("Basic-Prompt");
  expect(sections(prompt)).toEqual([
    "system: Help {{firstName}}. \n{% if context %}{% for c in context %}{{ forloop.index }} {{ c.title | default: 'none' }}{% endfor %}{% elsif question %}q{% endif %}",
    "user: {% media photo %}\n{{question}}",
  ]);
  expect(prompt.content).toMatchObject({
    description: "Answers.",
    parameters: { maxOutputTokens: 128 },
    variables: {
      firstName: { type: "string", required: false, default: "Jane" },
      context: { type: "list", required: true },
      question: { required: true },
      photo: { required: true },
    },
  });
  expect(prompt.losses).toEqual([
    "its model configuration is left out: it belongs to a provider and a route",
    "its sample is left out: samples are cases of a suite",
    "the parameter logit_bias has no counterpart",
    'its name "Basic Prompt" became Basic-Prompt',
  ]);
});

test("dotprompt: helpers for roles, history and media, blocks, Picoschema", () => {
  const prompt = imported(
    "greet.prompt",
    [
      "---",
      "model: googleai/gemini-2.5-flash",
      "config: { temperature: 0.9, stopSequences: [X] }",
      "input:",
      "  schema:",
      "    name: string, who is greeted",
      "    style?: string",
      "    tags(array, what it is about): string",
      "  default: { style: polite }",
      "output: { format: json, schema: { type: object, properties: { a: { type: string } } } }",
      "tools: [lookUp]",
      "---",
      '{{role "system"}}Greet in a {{style}} way.{{!-- a note --}}',
      "{{#each tags}}{{@index}}: {{this}} {{../name}}{{else}}none{{/each}}",
      "{{#unless style}}plain{{/unless}}",
      "{{history}}",
      '{{role "user"}}{{#if name}}I am {{name}}.{{else}}Hi.{{/if}} {{media url=photo}} {{>footer}} {{weird helper x}} {% raw %}',
    ].join("\n"),
  );
  expect(sections(prompt)).toEqual([
    "system: Greet in a {{ style }} way.\n{% for item in tags %}{{ forloop.index0 }}: {{ item }} {{ name }}{% else %}none{% endfor %}\n{% unless style %}plain{% endunless %}",
    "history",
    'user: {% if name %}I am {{ name }}.{% else %}Hi.{% endif %} {% media photo %}  {{ "{{" }}weird helper x}} {{ "{%" }} raw %}',
  ]);
  expect(prompt.content).toMatchObject({
    parameters: { temperature: 0.9, stop: ["X"] },
    variables: {
      name: { type: "string", required: true, description: "who is greeted" },
      style: { required: false, default: "polite" },
      tags: { type: "list", required: true, description: "what it is about" },
      photo: { required: true },
    },
    responseSchema: { name: "answer" },
  });
  expect(prompt.losses).toEqual([
    "the model googleai/gemini-2.5-flash belongs to a route or a target",
    "its tools (lookUp) are named only: write their definitions",
    "it takes footer in: write that as a partial",
    "{{weird helper x}} is not understood and became text",
  ]);
});
