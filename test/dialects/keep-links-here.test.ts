import { describe, expect, it } from "vitest";

import { keepLinksHere } from "../../src/dialects/keep-links-here.ts";

const kept = (text: string) => Buffer.from(keepLinksHere(Buffer.from(text), "anthropic")).toString();
const path = "/v1/messages/batches/msgbatch_1/results";

describe("links that an SDK follows with its key", () => {
  it("lose their host, one and many, and nothing else changes", () => {
    const batch = (host: string) => `{ "id":"é", "results_url" : "${host}${path}", "n": 1 }`;
    expect(kept(batch("https://api.anthropic.com"))).toBe(batch(""));
    expect(kept(batch("http://127.0.0.1:9"))).toBe(batch(""));
    const list = (host: string) => `{"data":[${batch(host)},${batch(host)}]}`;
    expect(kept(list("https://api.anthropic.com"))).toBe(list(""));
  });

  it.each([
    `{"results_url":null}`,
    `{"results_url":"${path}"}`,
    `{"results_url":"https://elsewhere.example/file"}`,
    `{"text":"\\"results_url\\":\\"https://api.anthropic.com${path}\\""}`,
    `{"url":"https://api.anthropic.com${path}"}`,
  ])("are not seen in %s, whose bytes stay the very same", (text) => {
    const bytes = Buffer.from(text);
    expect(keepLinksHere(bytes, "anthropic")).toBe(bytes);
  });

  it("are looked for in Anthropic's API only", () => {
    const bytes = Buffer.from(`{"results_url":"https://api.anthropic.com${path}"}`);
    for (const family of ["openai", "gemini"] as const) expect(keepLinksHere(bytes, family)).toBe(bytes);
  });
});
