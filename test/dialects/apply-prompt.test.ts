import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/dialects/apply-edits.ts";
import type { DialectId } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";
import type { RenderedPrompt } from "../../src/prompts/prompt.ts";
import { fullPrompt, mediaPart, promptOf, says } from "../support/rendered-prompt.ts";

function applied(id: DialectId, text: string, prompt: RenderedPrompt) {
  const body = scanJsonBody(new TextEncoder().encode(text));
  const { edits, losses } = dialects[id].applyPrompt(body, prompt);
  return { text: Buffer.from(applyEdits(body.bytes, edits)).toString(), losses };
}

const json = (id: DialectId, text: string, prompt: RenderedPrompt): unknown =>
  JSON.parse(applied(id, text, prompt).text);
const short = promptOf({ before: [says("system", "S")], after: [says("user", "E")] });
const ask = '"prompt":{"id":"support","variables":{"name":"Ann"}}';

describe("a prompt in a chat request", () => {
  it("is said in the dialect's own words", () => {
    expect(json("openai-chat", `{"model":"m",${ask}}`, fullPrompt)).toEqual({
      model: "m",
      messages: [
        { role: "system", content: "You help Ann" },
        {
          role: "user",
          content: [
            { type: "text", text: "Q" },
            { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw==" } },
          ],
        },
        { role: "assistant", content: "A" },
        { role: "user", content: "Answer." },
      ],
      temperature: 0.5,
      top_p: 0.9,
      max_completion_tokens: 100,
      stop: ["END"],
      seed: 1,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      reasoning_effort: "low",
      tools: [{ type: "function", function: fullPrompt.tools[0] }],
      response_format: { type: "json_schema", json_schema: fullPrompt.responseSchema },
    });
  });

  it("stands around the caller's messages, whose bytes stay as they were", () => {
    const own = '[ {"role":"user", "content":"\\u0048i", "extra":1.50} ]';
    const { text } = applied("openai-chat", `{"messages" : ${own} , ${ask}, "n":1.0}`, short);
    expect(text).toBe(
      '{"messages" : [{"role":"system","content":"S"}, {"role":"user", "content":"\\u0048i", "extra":1.50} ,{"role":"user","content":"E"}] , "n":1.0}',
    );
    expect(json("openai-chat", '{"messages":[ ]}', short)).toEqual({
      messages: [
        { role: "system", content: "S" },
        { role: "user", content: "E" },
      ],
    });
  });

  it("leaves alone what the caller set, by any of its names, and fills in a null", () => {
    const own = '{"max_tokens":5,"temperature":null,"top_p":0.1,"functions":[],"response_format":{"type":"text"}}';
    const { text } = applied("openai-chat", own, fullPrompt);
    expect(JSON.parse(text)).toMatchObject({ max_tokens: 5, temperature: 0.5, top_p: 0.1, functions: [] });
    expect(JSON.parse(text)).not.toHaveProperty("max_completion_tokens");
    expect(JSON.parse(text)).not.toHaveProperty("tools");
    expect(JSON.parse(text)).toHaveProperty("response_format", { type: "text" });
  });

  it("sends audio and files where chat has them, and names the media that it has not", () => {
    const media = [
      mediaPart("data:audio/mpeg;base64,AAAA"),
      mediaPart("data:application/pdf;base64,BBBB", "application/pdf"),
      mediaPart("https://x/a.pdf", "application/pdf"),
      mediaPart("https://x/a.mp4", "video/mp4"),
      mediaPart("https://x/a"),
    ];
    const { text, losses } = applied(
      "openai-chat",
      "{}",
      promptOf({ before: [says("user", ...media), says("system", ...media.slice(4))] }),
    );
    expect(JSON.parse(text).messages[0].content).toEqual([
      { type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } },
      { type: "file", file: { filename: "document.pdf", file_data: "data:application/pdf;base64,BBBB" } },
      { type: "image_url", image_url: { url: "https://x/a" } },
    ]);
    expect(losses).toEqual([
      "before[0].parts[2] (application/pdf)",
      "before[0].parts[3] (video/mp4)",
      "before[1].parts[0] (media)",
    ]);
  });

  it("leaves a text called prompt to the provider that has one", () => {
    expect(json("openai-chat", '{"prompt":"theirs","variables":[1]}', short)).toMatchObject({
      prompt: "theirs",
      variables: [1],
    });
  });

  it.each([
    ["openai-chat", "messages"],
    ["openai-responses", "input"],
    ["anthropic-messages", "messages"],
    ["anthropic-messages", "system"],
    ["gemini", "contents"],
    ["gemini", "systemInstruction"],
  ] as const)("is refused in %s when the caller's %s is of the wrong type", (id, key) => {
    expect(() => applied(id, `{"${key}":5}`, short)).toThrow(
      expect.objectContaining({ code: "request-invalid", param: key }),
    );
  });
});

describe("a prompt in a request for a response", () => {
  it("is said in the dialect's own words, and what has none is named", () => {
    const { text, losses } = applied("openai-responses", `{${ask}}`, fullPrompt);
    expect(JSON.parse(text)).toEqual({
      input: [
        { role: "system", content: "You help Ann" },
        {
          role: "user",
          content: [
            { type: "input_text", text: "Q" },
            { type: "input_image", detail: "auto", image_url: "data:image/png;base64,iVBORw==" },
          ],
        },
        { role: "assistant", content: "A" },
        { role: "user", content: "Answer." },
      ],
      temperature: 0.5,
      top_p: 0.9,
      max_output_tokens: 100,
      reasoning: { effort: "low" },
      tools: [{ type: "function", ...fullPrompt.tools[0], strict: false }],
      text: { format: { type: "json_schema", ...fullPrompt.responseSchema } },
    });
    expect(losses).toEqual([
      "parameters.stop",
      "parameters.seed",
      "parameters.presencePenalty",
      "parameters.frequencyPenalty",
    ]);
  });

  it("takes a text of input as a user's message, and adds to objects that the caller has begun", () => {
    const own = '{"input":"H\\u0069","reasoning":{"summary":"auto"},"text":{ },"instructions":"I"}';
    const { text } = applied(
      "openai-responses",
      own,
      promptOf({ ...fullPrompt, before: [], after: [says("user", "E")] }),
    );
    expect(text).toContain('"input":[{"role":"user","content":"H\\u0069"},{"role":"user","content":"E"}]');
    expect(text).toContain('"reasoning":{"effort":"low","summary":"auto"}');
    expect(JSON.parse(text)).toMatchObject({ instructions: "I", text: { format: { name: "form" } } });
  });

  it("leaves an effort that the caller chose", () => {
    expect(applied("openai-responses", '{"reasoning":{"effort":"high"}}', fullPrompt).text).toContain(
      '"reasoning":{"effort":"high"}}',
    );
  });
});

describe("a prompt in a request for a message", () => {
  it("is said in the dialect's own words, and what has none is named", () => {
    const { text, losses } = applied("anthropic-messages", `{${ask}}`, fullPrompt);
    expect(JSON.parse(text)).toEqual({
      system: [{ type: "text", text: "You help Ann" }],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "Q" },
            { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw==" } },
          ],
        },
        { role: "assistant", content: "A" },
        { role: "user", content: "Answer." },
      ],
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 100,
      stop_sequences: ["END"],
      output_config: { effort: "low", format: { type: "json_schema", schema: { type: "object" } } },
      tools: [{ name: "weather", description: "The weather.", input_schema: { type: "object" } }],
    });
    expect(losses).toEqual(["parameters.seed", "parameters.presencePenalty", "parameters.frequencyPenalty"]);
  });

  it("comes before what the caller's system says, be it a text or blocks", () => {
    const block = '{"type":"text","text":"S"}';
    expect(applied("anthropic-messages", '{"system":"\\u0053","messages":[]}', short).text).toContain(
      `"system":[${block},{"type":"text","text":"\\u0053"}]`,
    );
    expect(applied("anthropic-messages", '{"system":[{"text":"x"}]}', short).text).toContain(
      `"system":[${block},{"text":"x"}]`,
    );
  });

  it("names a system message that loses its place, and an effort below the lowest", () => {
    const prompt = promptOf({
      before: [says("user", "Q"), says("developer", "D")],
      parameters: { reasoningEffort: "minimal" },
    });
    const { text, losses } = applied("anthropic-messages", "{}", prompt);
    expect(JSON.parse(text)).toEqual({
      system: [{ type: "text", text: "D" }],
      messages: [{ role: "user", content: "Q" }],
    });
    expect(losses).toEqual(["before[1] (its place in the conversation)", "parameters.reasoningEffort"]);
  });
});

describe("a prompt in a request to generate content", () => {
  it("is said in the dialect's own words, and what has none is named", () => {
    const { text, losses } = applied("gemini", `{${ask}}`, fullPrompt);
    expect(JSON.parse(text)).toEqual({
      systemInstruction: { parts: [{ text: "You help Ann" }] },
      contents: [
        { role: "user", parts: [{ text: "Q" }, { inlineData: { mimeType: "image/png", data: "iVBORw==" } }] },
        { role: "model", parts: [{ text: "A" }] },
        { role: "user", parts: [{ text: "Answer." }] },
      ],
      generationConfig: {
        temperature: 0.5,
        topP: 0.9,
        maxOutputTokens: 100,
        stopSequences: ["END"],
        seed: 1,
        presencePenalty: 0.1,
        frequencyPenalty: 0.2,
        responseJsonSchema: { type: "object" },
        responseMimeType: "application/json",
      },
      tools: [
        {
          functionDeclarations: [
            { name: "weather", description: "The weather.", parametersJsonSchema: { type: "object" } },
          ],
        },
      ],
    });
    expect(losses).toEqual(["parameters.reasoningEffort"]);
  });

  it("adds to what the caller has, in either spelling", () => {
    const own =
      '{"system_instruction":{"role":"user","parts":[{"text":"x"}]},"generation_config":{"top_p":0.1,"response_schema":{}}}';
    const { text } = applied("gemini", own, fullPrompt);
    expect(text).toContain('"parts":[{"text":"You help Ann"},{"text":"x"}]');
    const { generation_config: config, ...rest } = JSON.parse(text);
    expect(config).toMatchObject({ top_p: 0.1, temperature: 0.5, response_schema: {} });
    expect(config).not.toHaveProperty("topP");
    expect(config).not.toHaveProperty("responseMimeType");
    expect(rest).not.toHaveProperty("generationConfig");
    expect(json("gemini", '{"systemInstruction":{}}', short)).toMatchObject({
      systemInstruction: { parts: [{ text: "S" }] },
    });
  });
});

describe("a prompt anywhere else", () => {
  it("is refused", () => {
    expect(() => applied("openai", "{}", short)).toThrow(expect.objectContaining({ code: "request-invalid" }));
  });
});
