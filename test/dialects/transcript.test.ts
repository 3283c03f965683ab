import { describe, expect, it } from "vitest";
import type { DialectId } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";

const bodyOf = (text: string) => scanJsonBody(new TextEncoder().encode(text));
const transcriptOf = (id: DialectId, request: unknown) =>
  dialects[id].texts.transcript(bodyOf(JSON.stringify(request)));

/** Every text as one line: what it is, how far it is trusted, where it stands, and what it says. */
const linesOf = (id: DialectId, request: unknown) =>
  transcriptOf(id, request).spans.map(({ kind, trust, pointer, text }) => `${kind} ${trust} ${pointer}: ${text}`);

const base64 = (text: string) => Buffer.from(text).toString("base64");
const image = "data:image/png;base64,iVBORw0KGgo=";
const schema = {
  type: "object",
  properties: { city: { type: "string", description: "A city.", enum: ["Utrecht"] } },
  required: ["city"],
};

describe("the transcript of a chat request", () => {
  it("has every text, by whom it is, in the body's order", () => {
    const request = {
      model: "m",
      user: "u-1",
      messages: [
        { role: "system", content: "S" },
        { role: "developer", content: [{ type: "text", text: "D" }] },
        {
          role: "user",
          name: "ann",
          content: [
            { type: "text", text: "first" },
            { type: "image_url", image_url: { url: image, detail: "low" } },
            { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } },
            { type: "file", file: { filename: "a.txt", file_data: `data:text/plain;base64,${base64("in a file")}` } },
            { type: "text", text: "last" },
          ],
        },
        {
          role: "assistant",
          content: "A",
          reasoning_content: "R",
          refusal: "no",
          tool_calls: [{ id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"x"}' } }],
        },
        { role: "tool", tool_call_id: "c1", content: [{ type: "text", text: "rain" }] },
        { role: "function", name: "old", content: "sun" },
      ],
      tools: [{ type: "function", function: { name: "weather", description: "W", parameters: schema } }],
      response_format: { type: "json_schema", json_schema: { name: "form", schema: { title: "T" } } },
    };
    expect(linesOf("openai-chat", request)).toEqual([
      "system operator /messages/0/content: S",
      "system operator /messages/1/content/0/text: D",
      "user user /messages/2/name: ann",
      "user user /messages/2/content/0/text: first",
      "file-name tool /messages/2/content/3/file/filename: a.txt",
      "document tool /messages/2/content/3/file/file_data: in a file",
      "user user /messages/2/content/4/text: last",
      "assistant user /messages/3/content: A",
      "assistant user /messages/3/reasoning_content: R",
      "assistant user /messages/3/refusal: no",
      "tool-call user /messages/3/tool_calls/0/function/name: weather",
      'tool-call user /messages/3/tool_calls/0/function/arguments: {"city":"x"}',
      "tool-result tool /messages/4/content/0/text: rain",
      "tool-result tool /messages/5/name: old",
      "tool-result tool /messages/5/content: sun",
      "tool-definition tool /tools/0/function/name: weather",
      "tool-definition tool /tools/0/function/description: W",
      "tool-definition tool /tools/0/function/parameters/properties/city/description: A city.",
      "tool-definition tool /tools/0/function/parameters/properties/city/enum/0: Utrecht",
      "tool-definition user /response_format/json_schema/name: form",
      "tool-definition user /response_format/json_schema/schema/title: T",
    ]);
  });

  it("screens what nobody here has heard of as the user's", () => {
    expect(linesOf("openai-chat", { new_field: { deep: ["a text"] }, chat_template: "{{ x }}" })).toEqual([
      "user user /new_field/deep/0: a text",
      "user user /chat_template: {{ x }}",
    ]);
  });
});

describe("the transcript of a request for a response", () => {
  it("has every text, by whom it is, in the body's order", () => {
    const request = {
      model: "m",
      instructions: "I",
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "U" },
            { type: "input_image", image_url: image },
          ],
        },
        { type: "message", role: "assistant", content: [{ type: "output_text", text: "A", annotations: [] }] },
        { type: "reasoning", id: "r", summary: [{ type: "summary_text", text: "thought" }], encrypted_content: "gAAA" },
        { type: "function_call", call_id: "c", name: "f", arguments: '{"a":1}' },
        { type: "function_call_output", call_id: "c", output: "out" },
        { type: "function_call_output", call_id: "c", output: [{ type: "input_text", text: "listed" }] },
        { type: "mcp_call", id: "m", name: "g", server_label: "s", arguments: "{}", output: "from a server" },
        { type: "file_search_call", id: "s", queries: ["q"], results: [{ filename: "b.md", text: "found" }] },
        { type: "input_file", filename: "c.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
      ],
      prompt: { id: "support", variables: { name: "Ann", type: "x" } },
      tools: [{ type: "function", name: "f", description: "F", parameters: schema, strict: true }],
    };
    expect(linesOf("openai-responses", request)).toEqual([
      "system operator /instructions: I",
      "user user /input/0/content/0/text: U",
      "assistant user /input/1/content/0/text: A",
      "assistant user /input/2/summary/0/text: thought",
      "tool-call user /input/3/name: f",
      'tool-call user /input/3/arguments: {"a":1}',
      "tool-result tool /input/4/output: out",
      "tool-result tool /input/5/output/0/text: listed",
      "tool-call user /input/6/name: g",
      "tool-call user /input/6/arguments: {}",
      "tool-result tool /input/6/output: from a server",
      "tool-call user /input/7/queries/0: q",
      "file-name tool /input/7/results/0/filename: b.md",
      "document tool /input/7/results/0/text: found",
      "file-name tool /input/8/filename: c.pdf",
      "user user /prompt/variables/name: Ann",
      "user user /prompt/variables/type: x",
      "tool-definition tool /tools/0/name: f",
      "tool-definition tool /tools/0/description: F",
      "tool-definition tool /tools/0/parameters/properties/city/description: A city.",
      "tool-definition tool /tools/0/parameters/properties/city/enum/0: Utrecht",
    ]);
    expect(linesOf("openai-responses", { input: "Hi" })).toEqual(["user user /input: Hi"]);
  });
});

describe("the transcript of a request for a message", () => {
  it("has every text, by whom it is, in the body's order", () => {
    const document = {
      type: "document",
      title: "T",
      context: "C",
      source: { type: "text", media_type: "text/plain", data: "word" },
    };
    const found = {
      type: "search_result",
      source: "https://x",
      title: "R",
      content: [{ type: "text", text: "found" }],
    };
    const request = {
      system: [{ type: "text", text: "S", cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", content: "U" },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hm", signature: "c2ln" },
            { type: "tool_use", id: "t", name: "f", input: { data: "d", nested: [{ url: "https://u" }] } },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "out" }, found, document] },
            { type: "tool_result", tool_use_id: "t", content: "plain" },
            { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
            document,
          ],
        },
      ],
      tools: [{ name: "f", description: "F", input_schema: schema }],
    };
    expect(linesOf("anthropic-messages", request)).toEqual([
      "system operator /system/0/text: S",
      "user user /messages/0/content: U",
      "assistant user /messages/1/content/0/thinking: hm",
      "tool-call user /messages/1/content/1/name: f",
      "tool-call user /messages/1/content/1/input/data: d",
      "tool-call user /messages/1/content/1/input/nested/0/url: https://u",
      "tool-result tool /messages/2/content/0/content/0/text: out",
      "document tool /messages/2/content/0/content/1/source: https://x",
      "alt-text tool /messages/2/content/0/content/1/title: R",
      "document tool /messages/2/content/0/content/1/content/0/text: found",
      "alt-text tool /messages/2/content/0/content/2/title: T",
      "document tool /messages/2/content/0/content/2/context: C",
      "document tool /messages/2/content/0/content/2/source/data: word",
      "tool-result tool /messages/2/content/1/content: plain",
      "alt-text tool /messages/2/content/3/title: T",
      "document tool /messages/2/content/3/context: C",
      "document tool /messages/2/content/3/source/data: word",
      "tool-definition tool /tools/0/name: f",
      "tool-definition tool /tools/0/description: F",
      "tool-definition tool /tools/0/input_schema/properties/city/description: A city.",
      "tool-definition tool /tools/0/input_schema/properties/city/enum/0: Utrecht",
    ]);
    expect(linesOf("anthropic-messages", { system: "S" })).toEqual(["system operator /system: S"]);
  });
});

describe("the transcript of a request to generate content", () => {
  it("has every text, by whom it is, in the body's order", () => {
    const request = {
      systemInstruction: { role: "user", parts: [{ text: "S" }] },
      contents: [
        {
          parts: [
            { text: "U" },
            { inlineData: { mimeType: "text/markdown", data: base64("# in a file"), displayName: "a.md" } },
          ],
        },
        {
          role: "model",
          parts: [
            { text: "hm", thought: true, thoughtSignature: "c2ln" },
            { functionCall: { name: "f", args: { a: ["x"] } } },
          ],
        },
        {
          role: "user",
          parts: [{ functionResponse: { name: "f", response: { deep: { data: "rain", list: ["a", 1] } } } }],
        },
      ],
      tools: [{ functionDeclarations: [{ name: "f", description: "F", parameters: schema }] }],
      generationConfig: { stopSequences: ["no text"], responseSchema: { description: "form" } },
    };
    expect(linesOf("gemini", request)).toEqual([
      "system operator /systemInstruction/parts/0/text: S",
      "user user /contents/0/parts/0/text: U",
      "document tool /contents/0/parts/1/inlineData/data: # in a file",
      "file-name tool /contents/0/parts/1/inlineData/displayName: a.md",
      "assistant user /contents/1/parts/0/text: hm",
      "tool-call user /contents/1/parts/1/functionCall/name: f",
      "tool-call user /contents/1/parts/1/functionCall/args/a/0: x",
      "tool-result tool /contents/2/parts/0/functionResponse/name: f",
      "tool-result tool /contents/2/parts/0/functionResponse/response/deep/data: rain",
      "tool-result tool /contents/2/parts/0/functionResponse/response/deep/list/0: a",
      "tool-definition tool /tools/0/functionDeclarations/0/name: f",
      "tool-definition tool /tools/0/functionDeclarations/0/description: F",
      "tool-definition tool /tools/0/functionDeclarations/0/parameters/properties/city/description: A city.",
      "tool-definition tool /tools/0/functionDeclarations/0/parameters/properties/city/enum/0: Utrecht",
      "tool-definition user /generationConfig/responseSchema/description: form",
    ]);
  });

  it("reads what a count of tokens wraps, and each request of a batch, like the request itself", () => {
    const inner = { systemInstruction: { parts: [{ text: "S" }] }, contents: [{ parts: [{ text: "U" }] }] };
    expect(linesOf("gemini", { generateContentRequest: inner })).toEqual([
      "system operator /generateContentRequest/systemInstruction/parts/0/text: S",
      "user user /generateContentRequest/contents/0/parts/0/text: U",
    ]);
    expect(linesOf("gemini", { requests: [{ model: "models/m", content: { parts: [{ text: "E" }] } }] })).toEqual([
      "user user /requests/0/content/parts/0/text: E",
    ]);
  });
});

describe("the transcript of the rest of OpenAI's API", () => {
  it("has prompts, inputs and documents, and no numbers", () => {
    expect(linesOf("openai", { model: "m", prompt: ["a", "b"], suffix: "c" })).toHaveLength(3);
    expect(linesOf("openai", { model: "m", input: [[1, 2], "e"], encoding_format: "float" })).toEqual([
      "user user /input/1: e",
    ]);
    expect(linesOf("openai", { query: "q", documents: ["d", { text: "t" }] })).toEqual([
      "user user /query: q",
      "document tool /documents/0: d",
      "document tool /documents/1/text: t",
    ]);
  });
});
