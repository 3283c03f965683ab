import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "./spool-fixture.ts";
import { faults, readRows } from "./sqlite-parts.ts";
import { expectNothingLost, recover, writeAndDie, type Killed, type SpoolPlace } from "./write-and-die.ts";

const rounds = 10;

function sqlitePlace(): SpoolPlace {
  const directory = temporaryDirectory();
  return { directory, partsModule: new URL("./sqlite-parts.ts", import.meta.url).href, partsInput: directory };
}

function outcomesIn({ directory }: SpoolPlace): ReadonlyMap<string, string> {
  return new Map(
    [...readRows(directory)].map(([id, json]) => [id, (JSON.parse(json) as { readonly outcome: string }).outcome]),
  );
}

test("killed with SIGKILL in the middle of heavy writing, ten times: every record that was promised is there", async () => {
  const place = sqlitePlace();
  const killed: Killed[] = [];
  for (let round = 0; round < rounds; round += 1) killed.push(await writeAndDie(place, 20 + round * 17));
  await recover(place);
  expectNothingLost(outcomesIn(place), killed);
  expect(killed.flatMap((one) => one.open).length).toBeGreaterThan(10);
});

test("killed while the database is away, twice, everything stands in the spool and comes when it is back", async () => {
  const place = sqlitePlace();
  writeFileSync(join(place.directory, faults.outage), "");
  const killed = [await writeAndDie(place, 200), await writeAndDie(place, 200)];
  expect(readRows(place.directory).size).toBe(0);
  rmSync(join(place.directory, faults.outage));
  await recover(place);
  expectNothingLost(outcomesIn(place), killed);
});

test("killed between the database's commit and the checkpoint, it inserts again and doubles nothing", async () => {
  const place = sqlitePlace();
  writeFileSync(join(place.directory, faults.killAfterInsert), "");
  const killed = [await writeAndDie(place, 20_000), await writeAndDie(place, 20_000)];
  expect(killed.map((one) => one.signal)).toEqual(["SIGKILL", "SIGKILL"]);
  const before = outcomesIn(place);
  expect(before.size).toBeGreaterThan(0);
  rmSync(join(place.directory, faults.killAfterInsert));
  await recover(place);
  const after = outcomesIn(place);
  const told = killed.flatMap((one) => one.closed);
  expect(told.filter((id) => after.get(id) !== "answered")).toEqual([]);
  expect([...before.keys()].filter((id) => !after.has(id))).toEqual([]);
});
