import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { buildCall } from "../../support/call-builder.ts";
import type { StoreContext } from "./store-context.ts";

/** What every ledger promises about the counts of findings. */
export function countContract(context: () => StoreContext): void {
  it("counts verdicts and detectors by route and release, each call once", async () => {
    const project = randomUUID();
    const found = (detector: string) => ({ detector, kind: "pii", score: 1, pointer: "", start: 0, end: 1 });
    const seven = { project, route: "support", release: "support@7" };
    const eight = { project, route: "support", release: "support@8" };
    await context().insert([
      buildCall({
        ...seven,
        guard_verdict: "block",
        findings: [found("pii/card"), found("pii/card"), found("refusal")],
      }),
      buildCall({ ...seven, guard_verdict: "block", findings: [found("pii/card")] }),
      buildCall({ ...seven, guard_verdict: "pass" }),
      buildCall(seven),
      buildCall({ ...eight, guard_verdict: "shadow:block", findings: [found("classifier")] }),
      buildCall({ ...eight, guard_verdict: "pass", started_at: "2020-01-01T00:00:00.000Z" }),
    ]);
    const counts = await context().store.calls.countFindings({ project, since: "2021-01-01T00:00:00Z" });
    expect(counts).toEqual([
      {
        route: "support",
        release: "support@7",
        calls: 4,
        verdicts: { block: 2, pass: 1 },
        detectors: { "pii/card": 2, refusal: 1 },
      },
      {
        route: "support",
        release: "support@8",
        calls: 1,
        verdicts: { "shadow:block": 1 },
        detectors: { classifier: 1 },
      },
    ]);
    expect(await context().store.calls.countFindings({ project: "somebody else's" })).toEqual([]);
  });
}
