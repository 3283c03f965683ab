/**
 * A process that records calls as fast as it can until it is killed: `node heavy-writer.ts <spool directory> <file>
 * <parts module> <parts input>`. It writes a line into the file for each record after its promise has resolved: `closed <id>`, or `open <id>` for a call
 * that it announced before that and will never close.
 */
import { openSync, writeSync } from "node:fs";
import { createSpoolRecorder } from "../../../src/adapters/spool/create-spool-recorder.ts";
import { uuidV7 } from "../../../src/lib/uuid-v7.ts";
import type { CallRecord } from "../../../src/ledger/call-record.ts";

const [, , directory = "", file = "", partsModule = "", partsInput = ""] = process.argv;
const concurrency = 40;
const told = openSync(file, "a");
/** Every so many calls one is announced and never ends. */
const neverEnds = 30;

const recorder = createSpoolRecorder({
  directory,
  partsModule,
  partsInput,
  clock: { now: () => Date.now() },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  // Many segments, so that the end comes in the middle of rotating and deleting too.
  maxBytes: 1024 * 1024 * 1024,
  segmentBytes: 64 * 1024,
});

function freshCall(): CallRecord {
  return {
    id: uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
    started_at: new Date().toISOString(),
    project: "default",
    dialect: "openai-chat",
    operation: "chat.completions",
    stream: true,
    outcome: "answered",
    status: 200,
    attempts: 1,
    usage_source: "provider",
    latency_ms: 10,
    overhead_ms: 0.2,
    request_bytes: 100,
    response_bytes: 200,
    config_hash: "0123456789abcdef",
  };
}

async function callAgainAndAgain(): Promise<never> {
  for (let round = 1; ; round += 1) {
    const announced = round % 3 === 0 ? freshCall() : undefined;
    if (announced !== undefined) recorder.opened({ call: { ...announced, outcome: "broke" } });
    const call = announced === undefined || round % neverEnds === 0 ? freshCall() : announced;
    await recorder.record({ call });
    let said = `closed ${call.id}\n`;
    if (announced !== undefined && announced !== call) said += `open ${announced.id}\n`;
    writeSync(told, said);
    await new Promise(setImmediate);
  }
}

await Promise.all(Array.from({ length: concurrency }, callAgainAndAgain));
