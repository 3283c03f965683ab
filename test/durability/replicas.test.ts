import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { callOnce } from "./load.ts";
import { noOwnPostgres, startOwnPostgres } from "./own-postgres.ts";
import { makePlace } from "./place.ts";

const server = noOwnPostgres === undefined ? await startOwnPostgres() : undefined;
afterAll(() => server?.remove());

const created = z.object({ key: z.string(), id: z.string() });
const rounds = 5;
const effectiveWithinMs = 1_000;
const waitLimitMs = 10_000;

test.skipIf(server === undefined)(
  noOwnPostgres ??
    "two replicas that start at once on an empty database make one pair of first keys, and know of each other's revocations within a second",
  async () => {
    if (server === undefined) return;
    const place = await makePlace({ databaseUrl: await server.makeDatabase("replicas") });
    try {
      const replicas = await Promise.all([
        place.start(join(place.dataDir, "a")),
        place.start(join(place.dataDir, "b")),
      ]);
      const pairs = replicas.flatMap((replica) => (replica.firstStart === undefined ? [] : [replica.firstStart]));
      expect(pairs).toHaveLength(1);
      const [{ adminToken, apiKey } = { adminToken: "", apiKey: "" }] = pairs;
      const [first = "", second = ""] = replicas.map((replica) => replica.url);
      await untilStatus({ url: first, key: apiKey }, 200);
      await untilStatus({ url: second, key: apiKey }, 200);
      const knownMs: number[] = [];
      const refusedMs: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const admin = { authorization: `Bearer ${adminToken}`, "content-type": "application/json" };
        const body = JSON.stringify({ project: "default", name: `round-${round}` });
        const made = await fetch(`${first}/api/keys`, { method: "POST", headers: admin, body });
        const { key, id } = created.parse(await made.json());
        knownMs.push(await untilStatus({ url: second, key }, 200));
        await fetch(`${first}/api/keys/${id}`, { method: "DELETE", headers: admin });
        refusedMs.push(await untilStatus({ url: second, key }, 401));
        expect((await callOnce({ url: first, key }, { model: "plain" }))?.status).toBe(401);
      }
      console.log("a key made and revoked at one replica, seen at the other:", { knownMs, refusedMs });
      expect(Math.max(...refusedMs)).toBeLessThan(effectiveWithinMs);
      await Promise.all(replicas.map((replica) => replica.stop()));
    } finally {
      await place.remove();
    }
  },
  60_000,
);

/** Calls until an answer has this status; resolves with the milliseconds it took. */
async function untilStatus(target: { readonly url: string; readonly key: string }, status: number): Promise<number> {
  const began = performance.now();
  for (;;) {
    const call = await callOnce(target, { model: "plain" });
    const tookMs = Math.round(performance.now() - began);
    if (call?.status === status) return tookMs;
    if (tookMs > waitLimitMs) throw new Error(`no ${status} within ${waitLimitMs} ms, the last was ${call?.status}`);
    await sleep(10);
  }
}
