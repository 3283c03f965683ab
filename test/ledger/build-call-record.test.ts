import { describe, expect, test } from "vitest";
import { nothingRead } from "../../src/dialects/dialect.ts";
import { buildCallRecord, type CallParts } from "../../src/ledger/build-call-record.ts";
import { noUsage } from "../../src/ledger/usage.ts";

const least: CallParts = {
  id: "01",
  startedAtMs: Date.parse("2026-11-24T12:00:00.007Z"),
  project: "shop",
  dialect: "openai-chat",
  operation: "chat.completions",
  stream: false,
  outcome: "refused",
  status: 401,
  attempts: 0,
  reading: nothingRead,
  usageSource: "none",
  latencyMs: 1.23456,
  overheadMs: 0.5,
  requestBytes: 10,
  responseBytes: 20,
  configHash: "c0ffee",
};

describe("a row", () => {
  test("of a call of which little is known has no other keys", () => {
    expect(buildCallRecord(least)).toStrictEqual({
      id: "01",
      started_at: "2026-11-24T12:00:00.007Z",
      project: "shop",
      dialect: "openai-chat",
      operation: "chat.completions",
      stream: false,
      outcome: "refused",
      status: 401,
      attempts: 0,
      usage_source: "none",
      latency_ms: 1.235,
      overhead_ms: 0.5,
      request_bytes: 10,
      response_bytes: 20,
      config_hash: "c0ffee",
    });
  });

  test("of an answered call holds everything that is known", () => {
    const record = buildCallRecord({
      ...least,
      keyId: "k",
      route: "support",
      provider: "openai",
      targetModel: "gpt-5-mini",
      requestedModel: "support",
      errorCode: "upstream-broke",
      reading: {
        ...nothingRead,
        usage: { ...noUsage, inputTokens: 10, cacheReadTokens: 0, outputTokens: 5 },
        model: "gpt-5-mini-2026-01-01",
        systemFingerprint: "fp_1",
        finishReason: "stop",
      },
      usageSource: "provider",
      price: { kind: "priced", nanodollars: 123, source: "genai-prices", version: "0.1.8" },
      ttftMs: 7,
      tags: { team: "support" },
      endUser: "u",
      session: "s",
      providerRequestId: "req_1",
    });
    expect(record).toMatchObject({
      key_id: "k",
      route: "support",
      target: "openai/gpt-5-mini",
      provider: "openai",
      requested_model: "support",
      answering_model: "gpt-5-mini-2026-01-01",
      system_fingerprint: "fp_1",
      finish_reason: "stop",
      error_code: "upstream-broke",
      input_tokens: 10,
      cache_read_tokens: 0,
      output_tokens: 5,
      usage_source: "provider",
      cost_nanodollars: 123,
      price_source: "genai-prices",
      price_version: "0.1.8",
      ttft_ms: 7,
      tags: { team: "support" },
      end_user: "u",
      session: "s",
      provider_request_id: "req_1",
    });
    expect(record).not.toHaveProperty("reasoning_tokens");
  });

  test("says which release and prompt version answered, and what guards found, a bounded number of times", () => {
    const finding = { detector: "pii/iban", kind: "pii", score: 0.5, pointer: "/input", start: 0, end: 22 };
    const decisions = { release: "support@7", prompt: "support-reply@3", guardVerdict: "flag" };
    const record = buildCallRecord({ ...least, ...decisions, findings: Array.from({ length: 100 }, () => finding) });
    expect(record).toMatchObject({ release: "support@7", prompt: "support-reply@3", guard_verdict: "flag" });
    expect(record.findings).toHaveLength(64);
    expect(record.findings?.[0]).toEqual(finding);
    expect(buildCallRecord({ ...least, findings: [] })).not.toHaveProperty("findings");
  });

  test("of a call whose price is unknown has no cost, which is not a cost of nothing", () => {
    const record = buildCallRecord({ ...least, price: { kind: "unknown", reason: "no price" } });
    expect(Object.keys(record).filter((key) => key.includes("cost") || key.includes("price"))).toEqual([]);
  });
});

describe("what comes from outside", () => {
  const row = (parts: Partial<CallParts>) => buildCallRecord({ ...least, ...parts });

  test.each([
    ["is cut", "m".repeat(300), "m".repeat(256)],
    ["is not cut through a character", `${"m".repeat(255)}😀`, "m".repeat(255)],
    ["keeps no NUL, which Postgres refuses", "a\0b", "a\uFFFDb"],
    ["keeps no half character, which is no UTF-8", "a\uD800b", "a\uFFFDb"],
    ["is kept when it is sound", "größe 😀", "größe 😀"],
  ])("%s", (_name, model, kept) => {
    expect(row({ requestedModel: model }).requested_model).toBe(kept);
    expect(row({ reading: { ...nothingRead, model } }).answering_model).toBe(kept);
    expect(row({ endUser: model, session: model })).toMatchObject({ end_user: kept, session: kept });
  });

  test("cannot be a number that the column does not hold", () => {
    const usage = {
      ...noUsage,
      inputTokens: 2_147_483_648,
      outputTokens: -1,
      reasoningTokens: 0.5,
      cacheReadTokens: Number.NaN,
      searchUnits: 2_147_483_647,
    };
    const record = row({ reading: { ...nothingRead, usage } });
    expect(Object.entries(record).filter(([key]) => /tokens|units/.test(key))).toEqual([
      ["search_units", 2_147_483_647],
    ]);
  });

  test("cannot bring more tags, or longer ones, than a row has room for", () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`t${at}`, "x"]));
    expect(Object.keys(row({ tags: many }).tags ?? {})).toHaveLength(16);
    expect(row({ tags: { ["n".repeat(100)]: `${"v".repeat(300)}\0` } }).tags).toEqual({
      ["n".repeat(64)]: "v".repeat(256),
    });
  });
});
