import { describe, expect, it } from "vitest";

import { findEndpoint, findRawEndpoint } from "../../src/dialects/endpoints.ts";
import type { SpeakerHints } from "../../src/dialects/endpoints.ts";

const nobody: SpeakerHints = { anthropic: false, google: false };
const shown = (path: string, hints: Partial<SpeakerHints> = {}) => {
  const found = findEndpoint(path, { ...nobody, ...hints });
  return found === undefined ? undefined : [found.dialect, found.operation, found.kind, found.path];
};

describe("an endpoint", () => {
  it.each([
    ["/v1/chat/completions", "openai-chat", "chat.completions", "call", "/chat/completions"],
    ["/v1/responses", "openai-responses", "responses", "call", "/responses"],
    ["/v1/embeddings", "openai", "embeddings", "call", "/embeddings"],
    ["/v1/completions", "openai", "completions", "call", "/completions"],
    ["/v1/models", "openai", "models", "models", "/models"],
    ["/v1/files", "openai", "files", "passthrough", "/files"],
    ["/v1/files/file-abc123/content", "openai", "files.content", "passthrough", "/files/file-abc123/content"],
    ["/v1/images/generations", "openai", "images.generations", "passthrough", "/images/generations"],
    ["/v1/audio/transcriptions", "openai", "audio.transcriptions", "passthrough", "/audio/transcriptions"],
    ["/v1/responses/resp_1", "openai", "responses", "passthrough", "/responses/resp_1"],
    ["/v1/messages", "anthropic-messages", "messages", "call", "/v1/messages"],
    ["/v1/messages/count_tokens", "anthropic-messages", "count_tokens", "call", "/v1/messages/count_tokens"],
    ["/v1/messages/batches", "anthropic-messages", "messages.batches", "passthrough", "/v1/messages/batches"],
    ["/v1beta/models", "gemini", "models", "models", "/v1beta/models"],
    ["/v1beta/cachedContents", "gemini", "passthrough", "passthrough", "/v1beta/cachedContents"],
    ["/upload/v1beta/files", "gemini", "upload.files", "passthrough", "/upload/v1beta/files"],
    ["/v1/models/gemini-2.0-flash:generateContent", "gemini", "generateContent", "call", undefined],
    ["/v1beta/models/gemini-2.0-flash:streamGenerateContent", "gemini", "generateContent", "call", undefined],
    ["/v1beta/tunedModels/mine:countTokens", "gemini", "countTokens", "call", undefined],
    ["/v1beta/models/imagen-4:predict", "gemini", "models", "passthrough", undefined],
  ])("of %s is %s %s", (...[path, dialect, operation, kind, below]) => {
    expect(shown(path)).toEqual([dialect, operation, kind, below ?? path]);
  });

  it("that two APIs share is told apart by the headers their SDKs send", () => {
    expect(shown("/v1/models", { anthropic: true })?.[0]).toBe("anthropic-messages");
    expect(shown("/v1/files", { anthropic: true })?.[0]).toBe("anthropic-messages");
    expect(shown("/v1/models", { google: true })).toEqual(["gemini", "models", "models", "/v1/models"]);
    expect(shown("/v1/files", { google: true })?.[0]).toBe("gemini");
    expect(shown("/v1/chat/completions", { google: true, anthropic: true })?.[0]).toBe("openai-chat");
  });

  it("names the model in Gemini's path, decoded, and where it stands", () => {
    const path = "/v1beta/models/openai%2Fgpt:generateContent";
    const found = findEndpoint(path, nobody);
    expect(found?.pathModel?.name).toBe("openai/gpt");
    expect(path.slice(found?.pathModel?.start, found?.pathModel?.end)).toBe("openai%2Fgpt");
    expect([found?.streamByPath, found?.usesTokens]).toEqual([false, true]);
    expect(findEndpoint("/v1beta/models/m:countTokens", nobody)?.usesTokens).toBe(false);
  });

  it("names provider and model without `models/` too, as SDKs do for names with a slash", () => {
    const found = findEndpoint("/v1beta/gemini/gemini-2.5-flash:generateContent", nobody);
    expect(found).toMatchObject({ kind: "call", path: "/v1beta/models/gemini/gemini-2.5-flash:generateContent" });
    expect(found?.pathModel).toMatchObject({ name: "gemini/gemini-2.5-flash", start: 15, end: 38 });
    for (const own of ["/v1beta/dynamic/x:generateContent", "/v1/publishers/google/models/m:generateContent"]) {
      expect(findEndpoint(own, { ...nobody, google: true })).toMatchObject({ kind: "passthrough", path: own });
    }
  });

  it.each(["/", "/v2/chat", "/v1", "/v1beta", "/upload/x", `/v1/${"x".repeat(5_000)}`])("is none for %.30s", (path) => {
    expect(findEndpoint(path, nobody)).toBeUndefined();
  });
});

describe("an endpoint at a provider", () => {
  const openai = new Set(["openai-chat", "openai-responses", "openai"] as const);
  it.each([
    ["/openai/deployments/d/chat/completions", openai, "openai-chat", "chat.completions", "call"],
    ["/anything/responses", openai, "openai-responses", "responses", "call"],
    ["/threads/t/messages", openai, "openai", "threads.messages", "passthrough"],
    ["/v1/messages", new Set(["anthropic-messages"] as const), "anthropic-messages", "messages", "call"],
    ["/v1/files", new Set(["anthropic-messages"] as const), "anthropic-messages", "files", "passthrough"],
    ["/v1/projects/p/models/m:generateContent", new Set(["gemini"] as const), "gemini", "generateContent", "call"],
    ["/v1beta/files", new Set(["gemini"] as const), "gemini", "files", "passthrough"],
  ])("of %s is found by how it ends", (...[path, spoken, dialect, operation, kind]) => {
    const found = findRawEndpoint(path, spoken);
    expect([found.dialect, found.operation, found.kind, found.path]).toEqual([dialect, operation, kind, path]);
  });
});
