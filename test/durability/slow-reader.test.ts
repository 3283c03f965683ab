import { once } from "node:events";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readMetric } from "./ledger.ts";
import type { LoadTarget } from "./load.ts";
import { makePlace } from "./place.ts";

const readers = 10;
const streamMiB = 64;
const mebibyte = 1024 * 1024;
/** The kernel's socket buffers on both sides of the gateway, which grow with fast connections. */
const takenPerReader = 40 * mebibyte;
/** What the gateway itself holds. */
const heldPerReader = 2 * mebibyte;

/** Asks for a stream and reads nothing of it. */
function openUnread({ url, key }: LoadTarget): Promise<IncomingMessage> {
  const body = JSON.stringify({ model: `openai/huge-${streamMiB}`, stream: true, messages: [] });
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}/v1/chat/completions`,
      { method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" } },
      resolve,
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function openReaders(target: LoadTarget): Promise<IncomingMessage[]> {
  return Promise.all(Array.from({ length: readers }, () => openUnread(target)));
}

async function readAll(response: IncomingMessage): Promise<number> {
  let bytes = 0;
  response.on("data", (chunk: Uint8Array) => (bytes += chunk.byteLength));
  await once(response, "end");
  return bytes;
}

test("callers who read nothing of huge streams hold the provider back, not the gateway's memory", async () => {
  const place = await makePlace();
  try {
    const gateway = await place.start();
    // What any process takes on when it first works hard is not what is asked about.
    await Promise.all((await openReaders(place.target)).map(readAll));
    const warm = await place.provider.seen();
    const before = await gateway.liveBytes();
    const responses = await openReaders(place.target);
    await sleep(2_000);
    const first = await place.provider.seen();
    await sleep(1_000);
    const second = await place.provider.seen();
    const taken = second.bytesTaken - warm.bytesTaken;
    const held = (await gateway.liveBytes()) - before;
    const sizes = await Promise.all(responses.map(readAll));
    console.log("ten unread streams of 64 MiB:", {
      takenMiB: Math.round(taken / mebibyte),
      heldKiB: Math.round(held / 1024),
      readMiB: Math.round(sizes.reduce((sum, size) => sum + size, 0) / mebibyte),
    });
    expect(second.bytesTaken).toBe(first.bytesTaken);
    expect(taken).toBeLessThan(readers * takenPerReader);
    expect(held).toBeLessThan(readers * heldPerReader);
    expect(Math.min(...sizes)).toBeGreaterThan(streamMiB * mebibyte);
    expect(await readMetric(gateway.url, "holdfast_open_calls")).toBe(0);
    await gateway.stop();
  } finally {
    await place.remove();
  }
}, 90_000);
