import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { CallFilter } from "../../../src/ports/store.ts";
import { buildCall } from "../../support/call-builder.ts";
import type { StoreContext } from "./store-context.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** What every ledger promises about lists. */
export function listContract(context: () => StoreContext): void {
  describe("lists of calls", () => {
    const project = `list-${randomUUID()}`;
    const now = Date.now();
    const at = (agoMs: number) => new Date(now - agoMs).toISOString();
    // From a moment ahead of the clock to long before any partition; three share one instant.
    const ages = [-minute, 0, minute, minute, minute, day, 3 * day, 10 * day, 30 * day, 100 * day, 400 * day];
    const calls = ages.map((age, index) =>
      buildCall({
        project,
        started_at: at(age),
        route: index % 2 === 0 ? "even" : "odd",
        requested_model: index < 3 ? "gpt_5%mini" : "gpt-5",
        answering_model: index === 10 ? "claude-x" : "gpt-5-2025",
        provider: index < 5 ? "openai" : "azure",
        outcome: index === 4 ? "broke" : "answered",
        status: [200, 201, 404, 429, 502][index] ?? 200,
        ...(index === 4 ? { error_code: "upstream-broke" } : {}),
        tags: { n: String(index), all: "yes" },
        end_user: `user-${index % 3}`,
        session: `session-${index}`,
        ...(index < 2 ? { release: "even@7", prompt: `reply@${index}` } : {}),
        latency_ms: index * 100,
        ...(index === 0 ? {} : { cost_nanodollars: index * 10 }),
      }),
    );
    const idsOf = (...indexes: readonly number[]) => indexes.map((index) => calls[index]?.id ?? "").toSorted();
    const find = async (filter: CallFilter) => (await context().walk({ project, ...filter }, 4)).toSorted();

    beforeAll(async () => {
      await context().insert(calls);
    });

    it("are newest first and whole, at every page size", async () => {
      const sorted = calls
        .toSorted((one, other) => (one.started_at + one.id < other.started_at + other.id ? 1 : -1))
        .map((call) => call.id);
      for (const limit of [1, 2, 3, 5, 11, 1000]) expect(await context().walk({ project }, limit)).toEqual(sorted);
    });

    it("end without a cursor when the last page is exactly full", async () => {
      const page = await context().store.calls.list({ project }, calls.length);
      expect(page.calls).toHaveLength(calls.length);
      expect(page.next).toBeUndefined();
    });

    it("are not disturbed by calls that arrive between two pages", async () => {
      const own = randomUUID();
      await context().insert([0, 1, 2].map((age) => buildCall({ session: own, started_at: at(age * minute) })));
      const first = await context().store.calls.list({ session: own }, 2);
      await context().insert([buildCall({ session: own, started_at: at(-minute) })]);
      const second = await context().store.calls.list({ session: own }, 2, first.next);
      expect(second.calls.map((call) => call.started_at)).toEqual([at(2 * minute)]);
    });

    it("are filtered by each field", async () => {
      expect(await find({ route: "odd" })).toEqual(idsOf(1, 3, 5, 7, 9));
      expect(await find({ provider: "azure" })).toEqual(idsOf(5, 6, 7, 8, 9, 10));
      expect(await find({ outcome: "broke" })).toEqual(idsOf(4));
      expect(await find({ errorCode: "upstream-broke" })).toEqual(idsOf(4));
      expect(await find({ endUser: "user-2" })).toEqual(idsOf(2, 5, 8));
      expect(await find({ session: "session-7" })).toEqual(idsOf(7));
      expect(await find({ release: "even@7" })).toEqual(idsOf(0, 1));
      expect(await find({ prompt: "reply@1" })).toEqual(idsOf(1));
      expect(await find({ minCostNanodollars: 90 })).toEqual(idsOf(9, 10));
      expect(await find({ minLatencyMs: 900 })).toEqual(idsOf(9, 10));
      expect(await find({ project: "somebody else's" })).toEqual([]);
    });

    it("are filtered by requested or answering model, whole or by prefix", async () => {
      expect(await find({ model: "gpt_5%mini" })).toEqual(idsOf(0, 1, 2));
      expect(await find({ model: "claude-x" })).toEqual(idsOf(10));
      expect(await find({ model: "gpt_5%*" })).toEqual(idsOf(0, 1, 2));
      expect(await find({ model: "gpt-5-2*" })).toEqual(idsOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
      expect(await find({ model: "gpt-5-2" })).toEqual([]);
    });

    it("are filtered by status, exact or by class", async () => {
      expect(await find({ status: "429" })).toEqual(idsOf(3));
      expect(await find({ status: "4xx" })).toEqual(idsOf(2, 3));
      await expect(find({ status: "4" })).rejects.toMatchObject({ code: "request-invalid" });
    });

    it("are filtered by tags, all of which must match", async () => {
      expect(await find({ tags: { n: "3" } })).toEqual(idsOf(3));
      expect(await find({ tags: { n: "3", all: "yes" } })).toEqual(idsOf(3));
      expect(await find({ tags: { n: "3", all: "no" } })).toEqual([]);
      expect(await find({ tags: {} })).toHaveLength(calls.length);
    });

    it("are bounded by time, since inclusive and until exclusive", async () => {
      expect(await find({ since: at(3 * day) })).toEqual(idsOf(0, 1, 2, 3, 4, 5, 6));
      expect(await find({ until: at(3 * day) })).toEqual(idsOf(7, 8, 9, 10));
      expect(await find({ since: at(10 * day), until: at(minute) })).toEqual(idsOf(5, 6, 7));
      expect(await find({ since: at(minute), until: at(day) })).toEqual([]);
      expect(await find({ until: "0001-01-02T00:00:00Z" })).toEqual([]);
      expect(await find({ since: "0001-01-02T00:00:00Z" })).toHaveLength(calls.length);
      for (const since of ["yesterday", "+012026-01-01T00:00:00Z", "-000001-01-01T00:00:00Z"]) {
        await expect(find({ since })).rejects.toMatchObject({ code: "request-invalid" });
      }
    });

    it("are newest first also when they are of slow or dear calls only", async () => {
      const own = randomUUID();
      const slow = [20 * day, minute, 0, 3 * day, minute].map((age) =>
        buildCall({ session: own, started_at: at(age), latency_ms: 30_000, cost_nanodollars: 20_000_000 }),
      );
      await context().insert([...slow, buildCall({ session: own, started_at: at(day) })]);
      const sorted = slow
        .toSorted((one, other) => (one.started_at + one.id < other.started_at + other.id ? 1 : -1))
        .map((call) => call.id);
      for (const limit of [1, 2, 5]) {
        expect(await context().walk({ session: own, minLatencyMs: 25_000 }, limit)).toEqual(sorted);
        expect(await context().walk({ session: own, minCostNanodollars: 20_000_000 }, limit)).toEqual(sorted);
      }
    });

    it("refuse a limit that is no page size", async () => {
      for (const limit of [0, -1, 1.5, 1001, Number.NaN]) {
        await expect(context().store.calls.list({}, limit)).rejects.toMatchObject({ code: "request-invalid" });
      }
    });
  });
}
