/**
 * What a record costs on the call path: `node bench/micro/spool.ts`. Prints nanoseconds of CPU a record, `JSON.stringify`
 * apart, when 1, 8 and 64 calls end in the same turn of the event loop. The drainer is not part of it: it has a thread.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SharedPosition } from "../../src/adapters/spool/shared-position.ts";
import { makeSpoolDirectory, segmentPath } from "../../src/adapters/spool/segment-files.ts";
import { nodeFileSystem, SpoolWriter } from "../../src/adapters/spool/spool-writer.ts";
import type { CallRecord } from "../../src/ledger/call-record.ts";

const batches = [1, 8, 64];
const recordsPerRound = 100_000;
const rounds = 7;
const segmentBytes = 16 * 1024 * 1024;

const call: CallRecord = {
  id: "019a0c1e-7f3a-7bcd-8e21-5a0c3c9f1b77",
  started_at: "2026-11-24T12:00:00.000Z",
  project: "default",
  key_id: "key_5f2c8a",
  route: "support",
  target: "openai/gpt-5-mini",
  provider: "openai",
  requested_model: "support",
  answering_model: "gpt-5-mini-2025-08-07",
  system_fingerprint: "fp_560af6e559",
  dialect: "openai-chat",
  operation: "chat.completions",
  stream: false,
  outcome: "answered",
  status: 200,
  finish_reason: "stop",
  attempts: 1,
  input_tokens: 1_234,
  cache_read_tokens: 1_024,
  output_tokens: 210,
  reasoning_tokens: 64,
  usage_source: "provider",
  cost_nanodollars: 512_250,
  price_source: "genai-prices",
  price_version: "0.1.8",
  latency_ms: 812.4,
  overhead_ms: 0.31,
  request_bytes: 1_024,
  response_bytes: 2_048,
  tags: { team: "support" },
  config_hash: "9f86d081884c7d65",
};

const directory = mkdtempSync(join(tmpdir(), "holdfast-spool-bench-"));
makeSpoolDirectory(directory);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const writer = new SpoolWriter({
  directory,
  firstSegment: 1,
  segmentBytes,
  fsync: "never",
  committed: new SharedPosition(),
  fileSystem: nodeFileSystem,
  now: () => Date.now(),
  log: silent,
  // As the drainer would: a full disk is not what is measured.
  onFinished: (segment) => rmSync(segmentPath(directory, segment)),
});

/** CPU nanoseconds a record of this process, of `work` on every record in turns of `batch`. */
async function measure(batch: number, work: (record: CallRecord) => Promise<void> | undefined): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < recordsPerRound; done += batch) {
    let last: Promise<void> | undefined;
    for (let index = 0; index < batch; index += 1) last = work(call);
    if (last === undefined) await new Promise(setImmediate);
    else await last;
  }
  const used = process.cpuUsage(before);
  return ((used.user + used.system) * 1_000) / recordsPerRound;
}

let sink = 0;
const stringifyOnly = (record: CallRecord): undefined => {
  sink += JSON.stringify(record).length;
};
const append = (record: CallRecord): Promise<void> | undefined =>
  writer.append("close", record.id, JSON.stringify(record));

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const table: Record<string, Record<string, number>> = {};
for (const batch of batches) {
  await measure(batch, append);
  await measure(batch, stringifyOnly);
  const withSpool: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    without.push(await measure(batch, stringifyOnly));
    withSpool.push(await measure(batch, append));
  }
  const extra = withSpool.map((value, round) => value - (without[round] ?? Number.NaN));
  table[`batches of ${batch}`] = {
    "stringify + empty turn, ns": Math.round(median(without)),
    "with spool, ns": Math.round(median(withSpool)),
    "spool alone, ns": Math.round(median(extra)),
    "lowest, ns": Math.round(Math.min(...extra)),
    "highest, ns": Math.round(Math.max(...extra)),
  };
}
console.table(table);
writer.close();
rmSync(directory, { recursive: true });
if (sink === 0) throw new Error("nothing was measured");
