import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { CallCursor, CallFilter } from "../../../src/ports/store.ts";
import { buildCall } from "../../support/call-builder.ts";
import type { StoreContext } from "./store-context.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** What every ledger promises about its tail and its retention. */
export function tailContract(context: () => StoreContext): void {
  describe("the tail", () => {
    const follow = async (filter: CallFilter, from: CallCursor, limit: number) => {
      const seen: string[] = [];
      let after = from;
      for (;;) {
        const { calls, cursor } = await context().store.calls.since(filter, limit, after);
        seen.push(...calls.map((call) => call.id));
        after = cursor;
        if (calls.length === 0) return { seen, after };
      }
    };

    it("begins with nothing but a cursor", async () => {
      const session = randomUUID();
      await context().insert([buildCall({ session })]);
      const begun = await context().store.calls.since({ session }, 10, undefined);
      expect(begun.calls).toEqual([]);
      expect((await context().store.calls.since({ session }, 10, begun.cursor)).calls).toEqual([]);
    });

    it("gives every call once in the order of arrival, whatever its start and the page size", async () => {
      const session = randomUUID();
      for (const limit of [1, 2, 3, 100]) {
        const { cursor } = await context().store.calls.since({ session }, limit, undefined);
        const late = [3, 1, 2].map((age) =>
          buildCall({ session, started_at: new Date(Date.now() - age * minute).toISOString() }),
        );
        for (const call of late) await context().insert([call]);
        const batch = [buildCall({ session }), buildCall({ session })];
        await context().insert(batch);
        const first = await follow({ session }, cursor, limit);
        expect(first.seen.slice(0, 3)).toEqual(late.map((call) => call.id));
        expect(first.seen.slice(3).toSorted()).toEqual(batch.map((call) => call.id).toSorted());
        await context().insert([buildCall({ session })]);
        expect((await follow({ session }, first.after, limit)).seen).toHaveLength(1);
      }
    });

    it("gives only what the filter asks for", async () => {
      const session = randomUUID();
      const { cursor } = await context().store.calls.since({ session }, 10, undefined);
      const [wanted, other] = [buildCall({ session, status: 500 }), buildCall({ session })];
      await context().insert([wanted, other]);
      const { calls } = await context().store.calls.since({ session, status: "5xx" }, 10, cursor);
      expect(calls).toEqual([wanted]);
    });

    it("refuses a cursor that it did not give", async () => {
      for (const id of ["", "x", "1:2:3~", "1:2:~1:2:~1/x", `${"1".repeat(30_000)}:1:`]) {
        const refused = context().store.calls.since({}, 10, { startedAt: "2026-01-01T00:00:00.000Z", id });
        await expect(refused).rejects.toMatchObject({ code: "request-invalid" });
      }
    });
  });

  describe("retention", () => {
    it("drops calls and bodies older than it says, and keeps the others", async () => {
      const session = randomUUID();
      const [old, kept] = [40 * day, 2 * day].map((age) =>
        buildCall({ session, started_at: new Date(Date.now() - age).toISOString() }),
      );
      if (old === undefined || kept === undefined) throw new Error("two calls were built");
      const bodies = [old, kept].map((call) =>
        JSON.stringify({ id: call.id, started_at: call.started_at, request: "x" }),
      );
      await context().store.calls.insertEncoded([JSON.stringify(old), JSON.stringify(kept)], bodies);
      await context().store.calls.maintain(Date.now(), 30);
      expect(await context().walk({ session }, 10)).toEqual([kept.id]);
      expect(await context().store.calls.bodies(old.id)).toBeUndefined();
      expect(await context().store.calls.bodies(kept.id)).toEqual({ request: "x" });
    });

    it("may be kept up by several at the same time, and again", async () => {
      const session = randomUUID();
      await context().insert([buildCall({ session })]);
      await Promise.all([1, 2, 3].map(() => context().store.calls.maintain(Date.now() + day, 30)));
      await context().store.calls.maintain(Date.now() + day, 30);
      expect(await context().walk({ session }, 10)).toHaveLength(1);
    });
  });
}
