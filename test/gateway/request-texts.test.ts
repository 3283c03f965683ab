import { expect, it } from "vitest";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { emptyPrompt } from "../../src/gateway/routing/empty-prompt.ts";
import { requestTexts } from "../../src/gateway/guarding/request/request-texts.ts";
import type { RenderedMessage } from "../../src/prompts/prompt.ts";

const said = (...spans: RenderedMessage["parts"][number][]): RenderedMessage => ({ role: "user", parts: spans });
const variable = (name: string, text: string) => ({ from: "variable", variable: name, text, trust: "user" }) as const;

it("has a prompt's variables around the caller's own texts, as a model reads them, and its template not at all", () => {
  const json = scanJsonBody(Buffer.from('{"messages":[{"role":"user","content":"between"}]}'));
  const { texts } = requestTexts({
    body: { kind: "json", json },
    dialect: dialects["openai-chat"],
    prompt: { name: "reply", version: 1 },
    writing: {
      ...emptyPrompt,
      before: [said({ kind: "text", spans: [{ from: "template", text: "Dear " }, variable("name", "first")] })],
      after: [said({ kind: "text", spans: [variable("wish", "last")] })],
    },
  });
  expect(texts.map(({ text }) => text)).toEqual(["first", "between", "last"]);
});
