import { describe, expect, it } from "vitest";
import { callHead } from "../../src/dialects/call-head.ts";
import type { NamedCall } from "../../src/dialects/call-head.ts";
import { anthropicCalls, findEndpoint, geminiVerbs, openaiCalls } from "../../src/dialects/endpoints.ts";
import { headerValue } from "../../src/lib/header-list.ts";

const model = "openai/gpt:mini 5ü";
const plain = { model, stream: false };

/** Every operation that is a model call, from the tables that endpoints are found in. */
const operations: readonly NamedCall[] = [
  ...Object.values(openaiCalls).map((call) => ({ ...plain, ...call })),
  ...Object.values(anthropicCalls).map((operation) => ({ ...plain, dialect: "anthropic-messages", operation })),
  ...[...geminiVerbs]
    .filter((verb) => verb !== "streamGenerateContent")
    .map((operation) => ({ ...plain, dialect: "gemini", operation })),
  { dialect: "gemini", operation: "generateContent", model, stream: true },
];

describe("the head of a call from the ledger", () => {
  it.each(operations)("of $dialect, $operation, streamed $stream, leads to that very endpoint", (call) => {
    const head = callHead(call);
    const hints = { anthropic: headerValue(head?.headers ?? [], "anthropic-version") !== undefined, google: false };
    const found = findEndpoint(head?.path ?? "", hints);
    expect(found).toMatchObject({ kind: "call", dialect: call.dialect, operation: call.operation });
    expect(head?.dialect).toBe(call.dialect);
    if (call.dialect === "gemini") {
      expect([found?.pathModel?.name, found?.streamByPath]).toEqual([model, call.stream]);
    }
  });

  it("asks Gemini for server-sent events where a stream is wanted, and for nothing else", () => {
    const ask = (stream: boolean) =>
      callHead({ dialect: "gemini", operation: "generateContent", model, stream })?.query;
    expect([ask(true), ask(false)]).toEqual(["alt=sse", ""]);
  });

  it("names the version that Anthropic's API wants of every call", () => {
    const head = callHead({ ...plain, dialect: "anthropic-messages", operation: "messages" });
    expect(headerValue(head?.headers ?? [], "anthropic-version")).toBe("2023-06-01");
  });

  it.each([
    ["openai", "files"],
    ["openai", "images.generations"],
    ["openai", "chat.completions"],
    ["openai-chat", "responses"],
    ["anthropic-messages", "models"],
    ["anthropic-messages", "messages.batches"],
    ["gemini", "passthrough"],
    ["gemini", "streamGenerateContent/../x"],
    ["toString", "messages"],
  ])("is none for %s, %s", (dialect, operation) => {
    expect(callHead({ ...plain, dialect, operation })).toBeUndefined();
  });
});
