/**
 * What keys, prices and ledger rows cost on the call path: nanoseconds of CPU per operation, the best of several rounds.
 * Run with `npx node bench/micro/money.ts`.
 */
import { createHmac, randomBytes } from "node:crypto";
import { isRouteAllowed } from "../../src/access/allowed-route.ts";
import type { ApiKey } from "../../src/access/api-key.ts";
import { buildKeySnapshot } from "../../src/access/build-key-snapshot.ts";
import { formatKey } from "../../src/access/key-format.ts";
import { readPresentedKey } from "../../src/access/read-presented-key.ts";
import { mayUse } from "../../src/access/scope.ts";
import { verifyKey } from "../../src/access/verify-key.ts";
import { openPriceTable } from "../../src/adapters/genai-prices/price-table.ts";
import { createKeyHasher } from "../../src/adapters/node/key-hasher.ts";
import { buildCallRecord, type CallParts } from "../../src/ledger/build-call-record.ts";
import { createPriceBook } from "../../src/ledger/create-price-book.ts";
import { createRedactor } from "../../src/ledger/create-redactor.ts";
import { parseTags } from "../../src/ledger/parse-tags.ts";
import { noUsage } from "../../src/ledger/usage.ts";

const rounds = 7;
const roundMicroseconds = 40_000;
const batch = 64;

/** Takes the results, so that nothing is left out for want of a reader. */
const results: unknown[] = [undefined];

function measure(name: string, operation: (turn: number) => unknown): void {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    // CPU time: on a busy machine the wall clock measures the others.
    const start = process.cpuUsage().user;
    let operations = 0;
    let spent = 0;
    while (spent < roundMicroseconds) {
      for (let turn = 0; turn < batch; turn += 1) results[0] = operation(turn);
      operations += batch;
      spent = process.cpuUsage().user - start;
    }
    best = Math.min(best, (spent * 1000) / operations);
  }
  console.log(`${name.padEnd(52)} ${best.toFixed(0).padStart(8)} ns`);
}

const secret = randomBytes(32);
const hasher = createKeyHasher(secret);
const keys = Array.from({ length: batch }, () => formatKey(randomBytes(32)));
const keyAt = (turn: number): string => keys[turn] ?? "";
const snapshot = buildKeySnapshot(
  keys.map((key, index): ApiKey => ({
    id: String(index),
    project: "default",
    name: "bench",
    prefix: key.slice(0, 8),
    hash: hasher.hash(key),
    scopes: ["call", "passthrough"],
    allowedRoutes: ["support", "openai/*"],
    guards: undefined,
    createdAt: 0,
    expiresAt: undefined,
    revokedAt: undefined,
  })),
);
const usualHeaders = ["host", "127.0.0.1:8787", "user-agent", "OpenAI/JS 7", "content-type", "application/json"];
const headers = keys.map((key) => [...usualHeaders, "authorization", `Bearer ${key}`, "content-length", "1024"]);
const headersAt = (turn: number): readonly string[] => headers[turn] ?? [];

measure("createHmac, for comparison", (turn) => createHmac("sha256", secret).update(keyAt(turn)).digest("hex"));
measure("KeyHasher.hash", (turn) => hasher.hash(keyAt(turn)));
measure("readPresentedKey", (turn) => readPresentedKey(headersAt(turn), ""));
measure("read, hash, find, verify, scope, route", (turn) => {
  const key = verifyKey(snapshot.find(hasher.hash(readPresentedKey(headersAt(turn), "").key ?? "")), 1);
  return mayUse(key, "call") && isRouteAllowed(key.allowedRoutes, "openai/gpt-5-mini");
});
measure("parseTags", () => parseTags("team=support, env=prod"));

const book = createPriceBook({ table: await openPriceTable(), overrides: [], overridesVersion: "bench" });
const usage = { ...noUsage, inputTokens: 1_000, cacheReadTokens: 100, outputTokens: 200, reasoningTokens: 20 };
const models = keys.map((_, turn) => ["gpt-5-mini", "gpt-4o-mini-2024-07-18", "gpt-5.4", "o3"][turn % 4] ?? "");
const atMs = Date.parse("2026-11-24");
/** A new string each time, as parsing an answer gives one. */
const freshModel = (turn: number): string => (models[turn] ?? "").slice(0, -1) + (models[turn] ?? "").slice(-1);
measure("PriceBook.price, warm", (turn) =>
  book.price({ priceId: "openai", provider: "openai", model: freshModel(turn), usage, atMs: atMs + turn }),
);
const table = await openPriceTable();
measure("PriceTable.find, cold", (turn) => table.find("openai", freshModel(turn)));

const parts = (turn: number): CallParts => ({
  id: "01932d2c-0000-7000-8000-000000000000",
  startedAtMs: atMs + turn,
  project: "default",
  keyId: "key",
  route: "support",
  provider: "openai",
  targetModel: "gpt-5-mini",
  requestedModel: "support",
  dialect: "openai-chat",
  operation: "chat.completions",
  stream: false,
  outcome: "answered",
  status: 200,
  attempts: 1,
  reading: {
    usage,
    model: "gpt-5-mini-2025-08-07",
    systemFingerprint: "fp_1",
    finishReason: "stop",
    errorInBody: undefined,
    outputText: undefined,
  },
  usageSource: "provider",
  price: { kind: "priced", nanodollars: 262_500, source: "genai-prices", version: "0.1.8" },
  ttftMs: 12.3456,
  latencyMs: 45.6789,
  overheadMs: 0.23456,
  requestBytes: 1_024,
  responseBytes: 1_200,
  endUser: "user-1",
  session: "session-1",
  providerRequestId: "req_123",
  configHash: "abcdef123456",
});
measure("buildCallRecord", (turn) => buildCallRecord(parts(turn)));
const record = buildCallRecord(parts(0));
measure("JSON.stringify of the record, for comparison", () => JSON.stringify(record));

const redactor = createRedactor([]);
const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: "The quick brown fox. ".repeat(45) }] });
measure("Redactor.redact, 1 KB", () => redactor.redact(body));
