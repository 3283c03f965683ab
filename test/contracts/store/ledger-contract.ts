import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { buildCall } from "../../support/call-builder.ts";
import type { StoreContext } from "./store-context.ts";

/** What every ledger promises about writing and reading back. */
export function ledgerContract(context: () => StoreContext): void {
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
        tags: { team: 'sup"port', näme: "ü\u{1f600}" },
        end_user: "u\\u0000 is not a zero",
        session: "s",
        provider_request_id: "req_1",
        release: "support@7",
        prompt: "support-reply@3",
        guard_verdict: "flag",
        findings: [
          { detector: "pii/iban", kind: "pii", score: 0.5, pointer: "/messages/0/content", start: 0, end: 22 },
        ],
      });
      await context().insert([call]);
      expect(await context().store.calls.get(call.id)).toEqual(call);
    });

    it("leaves an absent field absent", async () => {
      const call = buildCall();
      await context().insert([call]);
      expect(await context().store.calls.get(call.id)).toEqual(call);
    });

    it("finds a call whose id does not say its time, and none for an id that is not there or is no id", async () => {
      const call = buildCall({ id: randomUUID() });
      await context().insert([call]);
      expect((await context().store.calls.get(call.id))?.id).toBe(call.id);
      expect(await context().store.calls.get(buildCall().id)).toBeUndefined();
      expect(await context().store.calls.get("ffffffff-ffff-7fff-bfff-ffffffffffff")).toBeUndefined();
      expect(await context().store.calls.get("'; drop table calls; --")).toBeUndefined();
    });

    it("writes a call once, however often it comes, in one batch or in several", async () => {
      const session = randomUUID();
      const call = buildCall({ session });
      await context().insert([call, call]);
      await context().insert([{ ...call, status: 500 }, buildCall({ session })]);
      expect(await context().walk({ session }, 10)).toHaveLength(2);
      expect((await context().store.calls.get(call.id))?.status).toBe(200);
    });

    it("keeps bodies beside their calls", async () => {
      const [call, bare] = [buildCall(), buildCall()];
      const bodies = {
        request: '{"a":"\u00e9"}',
        request_encoding: "utf8",
        response: "AAEC",
        response_encoding: "base64",
        response_truncated: true,
      };
      await context().store.calls.insertEncoded(
        [JSON.stringify(call), JSON.stringify(bare)],
        [JSON.stringify({ id: call.id, started_at: call.started_at, ...bodies })],
      );
      expect(await context().store.calls.bodies(call.id)).toEqual(bodies);
      expect(await context().store.calls.bodies(bare.id)).toBeUndefined();
      expect(await context().store.calls.get(bare.id)).toEqual(bare);
    });

    it("stores calls and bodies together or not at all", async () => {
      const call = buildCall();
      const broken = context().store.calls.insertEncoded([JSON.stringify(call)], ['{"id":"nonsense"}']);
      await expect(broken).rejects.toSatisfy(context().isDataError);
      expect(await context().store.calls.get(call.id)).toBeUndefined();
    });

    it("stores text that no database text can hold, with U+FFFD in its place", async () => {
      const session = randomUUID();
      const call = buildCall({ session, end_user: "a\u0000b\ud800c\udc00d\u{1f600}" });
      await context().insert([call, buildCall({ session })]);
      expect((await context().store.calls.get(call.id))?.end_user).toBe("a\ufffdb\ufffdc\ufffdd\u{1f600}");
      expect(await context().walk({ session }, 10)).toHaveLength(2);
    });

    it("stores a name of any length, cut to what an index can hold", async () => {
      const call = buildCall({ requested_model: "m".repeat(100_000), end_user: "\u{1f600}".repeat(5000) });
      await context().insert([call]);
      const stored = await context().store.calls.get(call.id);
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
        await expect(context().store.calls.insertEncoded([good, fault], [])).rejects.toSatisfy(context().isDataError);
      }
      expect(await context().walk({ session }, 10)).toHaveLength(0);
      await context().store.calls.insertEncoded([good], []);
      expect(await context().walk({ session }, 10)).toHaveLength(1);
    });

    it("takes an empty batch", async () => {
      await expect(context().store.calls.insertEncoded([], [])).resolves.toBeUndefined();
    });

    it("writes new prices, and takes one away", async () => {
      const [priced, unpriced] = [buildCall(), buildCall({ cost_nanodollars: 5, price_source: "config" })];
      await context().insert([priced, unpriced]);
      await context().store.calls.reprice([
        {
          id: priced.id,
          startedAt: priced.started_at,
          costNanodollars: 9,
          priceSource: "genai-prices",
          priceVersion: "2",
        },
        {
          id: unpriced.id,
          startedAt: unpriced.started_at,
          costNanodollars: undefined,
          priceSource: undefined,
          priceVersion: undefined,
        },
      ]);
      expect(await context().store.calls.get(priced.id)).toEqual({
        ...priced,
        cost_nanodollars: 9,
        price_source: "genai-prices",
        price_version: "2",
      });
      const { cost_nanodollars: _cost, price_source: _source, ...without } = unpriced;
      expect(await context().store.calls.get(unpriced.id)).toEqual(without);
    });
  });
}
