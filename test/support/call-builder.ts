import { randomBytes } from "node:crypto";
import type { CallRecord } from "../../src/ledger/call-record.ts";
import { uuidV7 } from "../../src/lib/uuid-v7.ts";

/** A call that was answered; its id says the time it started. */
export function buildCall(changes: Partial<CallRecord> = {}): CallRecord {
  const startedAt = changes.started_at ?? new Date().toISOString();
  return {
    id: uuidV7(Date.parse(startedAt), randomBytes(10)),
    project: "default",
    dialect: "openai-chat",
    operation: "chat.completions",
    stream: false,
    outcome: "answered",
    status: 200,
    attempts: 1,
    usage_source: "provider",
    latency_ms: 12.5,
    overhead_ms: 0.25,
    request_bytes: 100,
    response_bytes: 200,
    config_hash: "c0ffee",
    ...changes,
    started_at: startedAt,
  };
}
