import { afterAll, beforeAll, expect, test } from "vitest";
import type { Admin } from "./admin-fixture.ts";
import { openAdmin } from "./admin-fixture.ts";

let admin: Admin;
let adminKey: string;
let shopKey: string;

beforeAll(async () => {
  admin = await openAdmin();
  adminKey = await admin.issue({ scopes: ["admin"] });
  shopKey = await admin.issue({ project: "shop", scopes: ["ledger:read"] });
  const findings = [{ detector: "refusal", kind: "refusal", score: 1, pointer: "/0", start: 0, end: 5 }];
  const release = "support@7";
  await admin.record([
    admin.call({ project: "shop", release, guard_verdict: "pass", findings }, 1_000),
    admin.call({ project: "shop", release, guard_verdict: "block" }, 2 * 86_400_000),
    admin.call({ project: "other", release, guard_verdict: "block" }, 1_000),
  ]);
});
afterAll(() => admin.close());

const releasesOf = async (query: string, key: string) =>
  (await admin.ask(`/api/guards/counts?${query}`, key)).body["releases"];

test("counts verdicts and detectors of the last day by release, and those of longer when asked", async () => {
  const counts = { route: "support", release: "support@7" };
  expect(await releasesOf("", adminKey)).toEqual([
    { ...counts, calls: 2, verdicts: { pass: 1, block: 1 }, detectors: { refusal: 1 } },
  ]);
  expect(await releasesOf("since=7d&release=support@7", adminKey)).toEqual([
    { ...counts, calls: 3, verdicts: { pass: 1, block: 2 }, detectors: { refusal: 1 } },
  ]);
  expect(await releasesOf("release=support@8", adminKey)).toEqual([]);
});

test("shows a reader of one project that project only", async () => {
  expect(await releasesOf("", shopKey)).toMatchObject([{ calls: 1, verdicts: { pass: 1 } }]);
  expect((await admin.ask("/api/guards/counts?project=other", shopKey)).status).toBe(403);
});
