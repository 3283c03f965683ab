import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RunningGateway } from "../support/running-gateway.ts";
import { compare, readEmbeddedLedger } from "./ledger.ts";
import { callOnce, startLoad } from "./load.ts";
import { makePlace } from "./place.ts";

const changes = 10;
const waitLimitMs = 10_000;

test("a changed file is taken under load without a failed call, and a bad one is refused whole", async () => {
  const place = await makePlace({ yaml: "routes: { first: { target: openai/plain } }\n" });
  try {
    const gateway = await place.start();
    const load = startLoad({ target: place.target, callers: 8, models: ["plain", "stream-5-2", "stream-20-20"] });
    for (let change = 0; change < changes; change += 1) {
      const yaml = `routes: { first: { target: openai/plain }, "r${change}": { target: openai/plain } }\n`;
      if (change % 2 === 0) place.writeConfig(yaml);
      else replaceAtOnce(place.configPath, (path) => writeFileSync(path, place.configText + yaml));
      await untilLogged(gateway, "config-taken", change + 1);
    }
    place.writeConfig("routes: { first: { target: nobody/plain } }\nlimits: { drain: never, idel: 2m }\n");
    await untilLogged(gateway, "config-refused", 1);
    const refused = gateway.logged.find((line) => line.event === "config-refused");
    const newest = await callOnce(place.target, { model: "plain" });
    await load.stop();
    await gateway.stop();
    const comparison = compare(load.calls, await readEmbeddedLedger(place.dataDir));
    const failed = load.calls.filter((call) => !call.complete).length + load.failures();
    console.log(`${changes} changes of the configuration under load:`, { ...comparison, failed });
    expect(failed).toBe(0);
    expect(comparison).toMatchObject({ lost: 0, duplicates: 0 });
    expect(newest?.complete).toBe(true);
    const text = JSON.stringify(refused);
    expect(text).toContain("routes.first.target");
    expect(text).toContain("limits.drain");
    expect(text).toContain("limits.idel");
  } finally {
    await place.remove();
  }
}, 90_000);

/** As editors and orchestrators do: a new file takes the old one's name. */
function replaceAtOnce(path: string, write: (path: string) => void): void {
  write(`${path}.new`);
  renameSync(`${path}.new`, path);
}

async function untilLogged(gateway: RunningGateway, event: string, times: number): Promise<void> {
  const deadline = performance.now() + waitLimitMs;
  while (gateway.logged.filter((line) => line.event === event).length < times) {
    if (performance.now() > deadline) throw new Error(`${event} was not logged ${times} times`);
    await sleep(20);
  }
}
