import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiKey } from "../../src/access/api-key.ts";
import type { CallRecord } from "../../src/ledger/call-record.ts";
import type { CallCursor, CallFilter, Store } from "../../src/ports/store.ts";
import { buildCall } from "../support/call-builder.ts";

export interface OpenedStore {
  readonly store: Store;
  close(): Promise<void>;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** What every store promises. `isDataError` tells a row's fault from the database's. */
export function storeContract(open: () => Promise<OpenedStore>, isDataError: (error: unknown) => boolean): void {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  const insert = async (calls: readonly CallRecord[]): Promise<void> => {
    await store.calls.insertEncoded(
      calls.map((call) => JSON.stringify(call)),
      [],
    );
  };
  const walk = async (filter: CallFilter, limit: number): Promise<readonly string[]> => {
    const found: string[] = [];
    let after: CallCursor | undefined;
    do {
      const page = await store.calls.list(filter, limit, after);
      expect(page.calls.length).toBeLessThanOrEqual(limit);
      found.push(...page.calls.map((call) => call.id));
      after = page.next;
    } while (after !== undefined);
    return found;
  };

  describe("the ledger", () => {
    it("gives back a record with every field as it was written", async () => {
      const call = buildCall({
        key_id: "key_1",
        route: "support",
        target: "openai/gpt-5-mini",
        provider: "openai",
        requested_model: "support",
        answering_model: "gpt-5-mini-2025-08-07",
        system_fingerprint: "fp_1",
        stream: true,
        error_code: "upstream-broke",
        finish_reason: "stop",
        attempts: 2,
        input_tokens: 10_000_000_000,
        cache_read_tokens: 1,
        cache_write_5m_tokens: 2,
        cache_write_1h_tokens: 3,
        output_tokens: 4,
        reasoning_tokens: 0,
        input_audio_tokens: 5,
        output_audio_tokens: 6,
        tool_units: 7,
        search_units: 8,
        cost_nanodollars: 123_456_789_012,
        price_source: "genai-prices",
        price_version: "0.1.8",
        ttft_ms: 312.123_456,
        latency_ms: 1822.31,
        tags: { team: 'sup"port', "näme": "ü\u{1f600}" },
        end_user: "u\\u0000 is not a zero",
        session: "s",
        provider_request_id: "req_1",
      });
      await insert([call]);
      expect(await store.calls.get(call.id)).toEqual(call);
    });

    it("leaves an absent field absent", async () => {
      const call = buildCall();
      await insert([call]);
      expect(await store.calls.get(call.id)).toEqual(call);
    });

    it("finds a call whose id does not say its time, and none for an id that is not there or is no id", async () => {
      const call = buildCall({ id: randomUUID() });
      await insert([call]);
      expect((await store.calls.get(call.id))?.id).toBe(call.id);
      expect(await store.calls.get(buildCall().id)).toBeUndefined();
      expect(await store.calls.get("ffffffff-ffff-7fff-bfff-ffffffffffff")).toBeUndefined();
      expect(await store.calls.get("'; drop table calls; --")).toBeUndefined();
    });

    it("writes a call once, however often it comes, in one batch or in several", async () => {
      const session = randomUUID();
      const call = buildCall({ session });
      await insert([call, call]);
      await insert([{ ...call, status: 500 }, buildCall({ session })]);
      expect(await walk({ session }, 10)).toHaveLength(2);
      expect((await store.calls.get(call.id))?.status).toBe(200);
    });

    it("keeps bodies beside their calls", async () => {
      const [call, bare] = [buildCall(), buildCall()];
      const bodies = { request: '{"a":"\u00e9"}', request_encoding: "utf8", response: "AAEC", response_encoding: "base64", response_truncated: true };
      await store.calls.insertEncoded(
        [JSON.stringify(call), JSON.stringify(bare)],
        [JSON.stringify({ id: call.id, started_at: call.started_at, ...bodies })],
      );
      expect(await store.calls.bodies(call.id)).toEqual(bodies);
      expect(await store.calls.bodies(bare.id)).toBeUndefined();
      expect(await store.calls.get(bare.id)).toEqual(bare);
    });

    it("stores calls and bodies together or not at all", async () => {
      const call = buildCall();
      const broken = store.calls.insertEncoded([JSON.stringify(call)], ['{"id":"nonsense"}']);
      await expect(broken).rejects.toSatisfy(isDataError);
      expect(await store.calls.get(call.id)).toBeUndefined();
    });

    it("stores text that no database text can hold, with U+FFFD in its place", async () => {
      const session = randomUUID();
      const call = buildCall({ session, end_user: "a\u0000b\ud800c\udc00d\u{1f600}" });
      await insert([call, buildCall({ session })]);
      expect((await store.calls.get(call.id))?.end_user).toBe("a\ufffdb\ufffdc\ufffdd\u{1f600}");
      expect(await walk({ session }, 10)).toHaveLength(2);
    });

    it("stores a name of any length, cut to what an index can hold", async () => {
      const call = buildCall({ requested_model: "m".repeat(100_000), end_user: "\u{1f600}".repeat(5000) });
      await insert([call]);
      const stored = await store.calls.get(call.id);
      expect(stored?.requested_model).toBe("m".repeat(500));
      expect(stored?.end_user).toBe("\u{1f600}".repeat(500));
    });

    it("says of a row that it is at fault, so that its batch can be halved", async () => {
      const session = randomUUID();
      const good = JSON.stringify(buildCall({ session }));
      const faults = [
        JSON.stringify({ ...buildCall(), id: "not-a-uuid" }),
        JSON.stringify({ ...buildCall(), started_at: "not-a-time" }),
        JSON.stringify({ ...buildCall(), project: undefined }),
        JSON.stringify({ ...buildCall(), input_tokens: 1e30 }),
        '{"id":',
      ];
      for (const fault of faults) {
        await expect(store.calls.insertEncoded([good, fault], [])).rejects.toSatisfy(isDataError);
      }
      expect(await walk({ session }, 10)).toHaveLength(0);
      await store.calls.insertEncoded([good], []);
      expect(await walk({ session }, 10)).toHaveLength(1);
    });

    it("takes an empty batch", async () => {
      await store.calls.insertEncoded([], []);
    });

    it("writes new prices, and takes one away", async () => {
      const [priced, unpriced] = [buildCall(), buildCall({ cost_nanodollars: 5, price_source: "config" })];
      await insert([priced, unpriced]);
      await store.calls.reprice([
        { id: priced.id, startedAt: priced.started_at, costNanodollars: 9, priceSource: "genai-prices", priceVersion: "2" },
        { id: unpriced.id, startedAt: unpriced.started_at, costNanodollars: undefined, priceSource: undefined, priceVersion: undefined },
      ]);
      expect(await store.calls.get(priced.id)).toEqual({ ...priced, cost_nanodollars: 9, price_source: "genai-prices", price_version: "2" });
      const { cost_nanodollars: _cost, price_source: _source, ...without } = unpriced;
      expect(await store.calls.get(unpriced.id)).toEqual(without);
    });
  });

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
        latency_ms: index * 100,
        ...(index === 0 ? {} : { cost_nanodollars: index * 10 }),
      }),
    );
    const idsOf = (...indexes: readonly number[]) => indexes.map((index) => calls[index]?.id).toSorted();
    const find = async (filter: CallFilter) => (await walk({ project, ...filter }, 4)).toSorted();

    beforeAll(async () => {
      await insert(calls);
    });

    it("are newest first and whole, at every page size", async () => {
      const sorted = calls
        .toSorted((one, other) => (one.started_at + one.id < other.started_at + other.id ? 1 : -1))
        .map((call) => call.id);
      for (const limit of [1, 2, 3, 5, 11, 1000]) expect(await walk({ project }, limit)).toEqual(sorted);
    });

    it("end without a cursor when the last page is exactly full", async () => {
      const page = await store.calls.list({ project }, calls.length);
      expect(page.calls).toHaveLength(calls.length);
      expect(page.next).toBeUndefined();
    });

    it("are not disturbed by calls that arrive between two pages", async () => {
      const own = randomUUID();
      await insert([0, 1, 2].map((age) => buildCall({ session: own, started_at: at(age * minute) })));
      const first = await store.calls.list({ session: own }, 2);
      await insert([buildCall({ session: own, started_at: at(-minute) })]);
      const second = await store.calls.list({ session: own }, 2, first.next);
      expect(second.calls.map((call) => call.started_at)).toEqual([at(2 * minute)]);
    });

    it("are filtered by each field", async () => {
      expect(await find({ route: "odd" })).toEqual(idsOf(1, 3, 5, 7, 9));
      expect(await find({ provider: "azure" })).toEqual(idsOf(5, 6, 7, 8, 9, 10));
      expect(await find({ outcome: "broke" })).toEqual(idsOf(4));
      expect(await find({ errorCode: "upstream-broke" })).toEqual(idsOf(4));
      expect(await find({ endUser: "user-2" })).toEqual(idsOf(2, 5, 8));
      expect(await find({ session: "session-7" })).toEqual(idsOf(7));
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

    it("refuse a limit that is no page size", async () => {
      for (const limit of [0, -1, 1.5, 1001, Number.NaN]) {
        await expect(store.calls.list({}, limit)).rejects.toMatchObject({ code: "request-invalid" });
      }
    });
  });

  describe("the tail", () => {
    const follow = async (filter: CallFilter, from: CallCursor, limit: number) => {
      const seen: string[] = [];
      let after = from;
      for (;;) {
        const { calls, cursor } = await store.calls.since(filter, limit, after);
        seen.push(...calls.map((call) => call.id));
        after = cursor;
        if (calls.length === 0) return { seen, after };
      }
    };

    it("begins with nothing but a cursor", async () => {
      const session = randomUUID();
      await insert([buildCall({ session })]);
      const begun = await store.calls.since({ session }, 10, undefined);
      expect(begun.calls).toEqual([]);
      expect((await store.calls.since({ session }, 10, begun.cursor)).calls).toEqual([]);
    });

    it("gives every call once in the order of arrival, whatever its start and the page size", async () => {
      const session = randomUUID();
      for (const limit of [1, 2, 3, 100]) {
        const { cursor } = await store.calls.since({ session }, limit, undefined);
        const late = [3, 1, 2].map((age) => buildCall({ session, started_at: new Date(Date.now() - age * minute).toISOString() }));
        for (const call of late) await insert([call]);
        const batch = [buildCall({ session }), buildCall({ session })];
        await insert(batch);
        const first = await follow({ session }, cursor, limit);
        expect(first.seen.slice(0, 3)).toEqual(late.map((call) => call.id));
        expect(first.seen.slice(3).toSorted()).toEqual(batch.map((call) => call.id).toSorted());
        await insert([buildCall({ session })]);
        expect((await follow({ session }, first.after, limit)).seen).toHaveLength(1);
      }
    });

    it("gives only what the filter asks for", async () => {
      const session = randomUUID();
      const { cursor } = await store.calls.since({ session }, 10, undefined);
      const [wanted, other] = [buildCall({ session, status: 500 }), buildCall({ session })];
      await insert([wanted, other]);
      const { calls } = await store.calls.since({ session, status: "5xx" }, 10, cursor);
      expect(calls).toEqual([wanted]);
    });

    it("refuses a cursor that it did not give", async () => {
      for (const id of ["", "x", "1:2:3~", "1:2:~1:2:~1/x", `${"1".repeat(30_000)}:1:`]) {
        const refused = store.calls.since({}, 10, { startedAt: "2026-01-01T00:00:00.000Z", id });
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
      const bodies = [old, kept].map((call) => JSON.stringify({ id: call.id, started_at: call.started_at, request: "x" }));
      await store.calls.insertEncoded([JSON.stringify(old), JSON.stringify(kept)], bodies);
      await store.calls.maintain(Date.now(), 30);
      expect(await walk({ session }, 10)).toEqual([kept.id]);
      expect(await store.calls.bodies(old.id)).toBeUndefined();
      expect(await store.calls.bodies(kept.id)).toEqual({ request: "x" });
    });

    it("may be kept up by several at the same time, and again", async () => {
      await Promise.all([1, 2, 3].map(() => store.calls.maintain(Date.now() + day, 30)));
      await store.calls.maintain(Date.now() + day, 30);
    });
  });

  describe("keys", () => {
    const buildKey = (changes: Partial<ApiKey> = {}): ApiKey => ({
      id: `key_${randomUUID()}`,
      project: "default",
      name: "a key",
      prefix: `hf_${randomUUID().slice(0, 8)}`,
      hash: randomUUID().replaceAll("-", ""),
      scopes: ["call"],
      allowedRoutes: [],
      createdAt: Date.now(),
      expiresAt: undefined,
      revokedAt: undefined,
      ...changes,
    });

    it("are found by hash and in the list, with every field as it was written", async () => {
      const key = buildKey({ scopes: ["call", "admin"], allowedRoutes: ["support", 'openai/"*'], expiresAt: 4_000_000_000_000 });
      await store.keys.create(key);
      expect(await store.keys.byHash(key.hash)).toEqual(key);
      expect(await store.keys.all()).toContainEqual(key);
      expect(await store.keys.byHash("another")).toBeUndefined();
    });

    it("refuse a second key with the same hash", async () => {
      const key = buildKey();
      await store.keys.create(key);
      await expect(store.keys.create(buildKey({ hash: key.hash }))).rejects.toSatisfy(isDataError);
    });

    it("are revoked by id or prefix, once", async () => {
      const [one, other] = [buildKey(), buildKey()];
      await store.keys.create(one);
      await store.keys.create(other);
      expect(await store.keys.revoke(one.id, 1000)).toEqual({ ...one, revokedAt: 1000 });
      expect(await store.keys.revoke(one.prefix, 2000)).toEqual({ ...one, revokedAt: 1000 });
      expect(await store.keys.revoke("hf_nobody", 1000)).toBeUndefined();
      expect(await store.keys.byHash(other.hash)).toEqual(other);
    });

    it("are not revoked by a prefix that two share", async () => {
      const key = buildKey();
      await store.keys.create(key);
      await store.keys.create(buildKey({ prefix: key.prefix }));
      await expect(store.keys.revoke(key.prefix, 1000)).rejects.toMatchObject({ code: "request-invalid" });
      expect((await store.keys.byHash(key.hash))?.revokedAt).toBeUndefined();
    });

    it("raise the revision with every change, and only then", async () => {
      const before = await store.keys.revision();
      const key = buildKey();
      await store.keys.create(key);
      const created = await store.keys.revision();
      await store.keys.revoke(key.id, 1000);
      const revoked = await store.keys.revision();
      expect(created).toBeGreaterThan(before);
      expect(revoked).toBeGreaterThan(created);
      await store.keys.all();
      expect(await store.keys.revision()).toBe(revoked);
    });
  });

  describe("settings", () => {
    it("are set once by whoever comes first", async () => {
      const name = randomUUID();
      expect(await store.settings.get(name)).toBeUndefined();
      const stood = await Promise.all(["a", "b", "c"].map((value) => store.settings.setOnce(name, value)));
      expect(new Set(stood).size).toBe(1);
      expect(await store.settings.get(name)).toBe(stood[0]);
    });

    it("are replaced when told so", async () => {
      const name = randomUUID();
      await store.settings.setOnce(name, "old");
      await store.settings.set(name, "new");
      expect(await store.settings.get(name)).toBe("new");
    });
  });

  it("answers a ping", async () => {
    await store.ping();
  });
}
