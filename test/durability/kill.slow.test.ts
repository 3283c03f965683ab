import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { RunningGateway } from "../support/running-gateway.ts";
import { compare, readEmbeddedLedger, readLedger, untilDrained } from "./ledger.ts";
import type { LedgerRows } from "./ledger.ts";
import { startLoad } from "./load.ts";
import type { SeenCall } from "./load.ts";
import { noOwnPostgres, startOwnPostgres } from "./own-postgres.ts";
import { makePlace } from "./place.ts";
import type { Place } from "./place.ts";

const kills = 10;
const loads = [
  { callers: 12, models: ["plain", "stream-5-2"] },
  // Long enough that every kill cuts some.
  { callers: 12, models: ["stream-40-15"] },
];
/** A stream whose head came this long before the kill has begun for everybody. */
const begunBeforeMs = 50;

const postgres = noOwnPostgres === undefined ? await startOwnPostgres() : undefined;
afterAll(() => postgres?.remove());

interface Killed {
  readonly calls: readonly SeenCall[];
  /** Streams that had begun when their gateway was killed, and had not ended. */
  readonly cut: readonly SeenCall[];
  readonly restartMs: readonly number[];
  readonly gateway: RunningGateway;
}

/** Kills the gateway under load, again and again, at ever different moments, and leaves the last one running. */
async function killUnderLoad(place: Place): Promise<Killed> {
  let gateway = await place.start();
  const running = loads.map((load) => startLoad({ target: place.target, ...load }));
  const killedAtMs: number[] = [];
  const restartMs: number[] = [];
  for (let round = 0; round < kills; round += 1) {
    await sleep(600 + round * 37);
    killedAtMs.push(performance.now());
    await gateway.kill();
    gateway = await place.start();
    restartMs.push(Math.round(gateway.startedInMs));
  }
  await sleep(500);
  await Promise.all(running.map((load) => load.stop()));
  const calls = running.flatMap((load) => load.calls);
  const isCut = ({ stream, status, complete, begunAtMs, endedAtMs }: SeenCall): boolean =>
    stream &&
    status === 200 &&
    !complete &&
    killedAtMs.some((killed) => begunAtMs < killed - begunBeforeMs && endedAtMs >= killed);
  return { calls, cut: calls.filter(isCut), restartMs, gateway };
}

function expectNothingLost(name: string, { calls, cut, restartMs }: Killed, ledger: LedgerRows): void {
  const comparison = compare(calls, ledger);
  const cutOutcomes = cut.map((call) => ledger.outcomes.get(call.id));
  console.log(`${name}, killed ${kills} times under load:`, {
    ...comparison,
    cutStreams: cut.length,
    cutWithoutRow: cutOutcomes.filter((outcome) => outcome === undefined).length,
    restartMs,
  });
  expect(comparison).toMatchObject({ lost: 0, duplicates: 0 });
  expect(comparison.answered).toBeGreaterThan(kills * 50);
  expect(cut.length).toBeGreaterThan(kills);
  expect(new Set(cutOutcomes)).toEqual(new Set(["broke"]));
}

test.skipIf(postgres === undefined)(
  `killed ten times under load, on Postgres, no answered call lacks its row${noOwnPostgres ?? ""}`,
  async () => {
    const databaseUrl = await postgres?.makeDatabase("killed");
    if (databaseUrl === undefined) return;
    const place = await makePlace({ databaseUrl });
    try {
      const killed = await killUnderLoad(place);
      await untilDrained(killed.gateway.url);
      expectNothingLost("Postgres", killed, await readLedger(databaseUrl));
      await killed.gateway.stop();
    } finally {
      await place.remove();
    }
  },
);

test("killed ten times under load, on the embedded database, no answered call lacks its row", async () => {
  const place = await makePlace();
  try {
    const killed = await killUnderLoad(place);
    await untilDrained(killed.gateway.url);
    await killed.gateway.stop();
    expectNothingLost("embedded", killed, await readEmbeddedLedger(place.dataDir));
  } finally {
    await place.remove();
  }
});
