import { describe, expect, test } from "vitest";
import type { Cutting } from "../../tools/conformance/cut-answer.ts";
import { runConformance } from "../../tools/conformance/run-conformance.ts";
import { corpusFolder, hasCorpus } from "../support/recorded-usage.ts";

const cuttings: readonly Cutting[] = [
  { kind: "events" },
  { kind: "every", bytes: 7 },
  { kind: "random", maxBytes: 64, seed: 1 },
];

describe.skipIf(!hasCorpus)("all recorded traffic (skipped without ../shared/recorded-traffic)", () => {
  test.each(cuttings)("conforms: %j", async (cutting) => {
    const everything = { provider: undefined, api: undefined, only: undefined, limit: Number.MAX_SAFE_INTEGER };
    const found = await runConformance({ ...everything, folder: corpusFolder, cutting, lanes: 16 });
    expect(found.mismatches).toEqual([]);
    expect(found).toMatchObject({ strayRequests: 0, strayRows: 0 });
    expect(found.rows.reduce((sum, row) => sum + row.passed, 0)).toBeGreaterThan(4_000);
    expect(found.excuses.length).toBeLessThan(12);
  });
});
