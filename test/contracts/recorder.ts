import { expect, test, vi } from "vitest";
import type { CallRecord } from "../../src/ledger/call-record.ts";
import type { Recorder } from "../../src/ports/recorder.ts";

/** A recorder and a look at the ledger that it fills. */
export interface RecorderUnderTest {
  readonly recorder: Recorder;
  /** Rows by call id: the JSON text as it was recorded, or as the database gives it back. */
  rows(): Promise<ReadonlyMap<string, string>>;
  bodies(): Promise<ReadonlyMap<string, string>>;
}

export interface RecorderContract {
  open(): Promise<RecorderUnderTest>;
  call(changes?: Partial<CallRecord>): CallRecord;
  /** How long a record may take into the ledger, in milliseconds. */
  readonly withinMs: number;
}

/** What every recorder promises. */
export function testRecorder({ open, call, withinMs }: RecorderContract): void {
  const waiting = { timeout: withinMs };

  test("a recorded call gets exactly one row, with what was recorded", async () => {
    const { recorder, rows } = await open();
    const one = call({ route: "support", tags: { team: "größe" }, cost_nanodollars: 123_456_789 });
    await recorder.record({ call: one });
    await vi.waitFor(async () => expect((await rows()).get(one.id)).toBeDefined(), waiting);
    expect(JSON.parse((await rows()).get(one.id) ?? "")).toMatchObject({ ...one });
    expect((await rows()).size).toBe(1);
  });

  test("the same call recorded twice gets one row, and the first stands", async () => {
    const { recorder, rows } = await open();
    const one = call({ status: 200 });
    const marker = call();
    await recorder.record({ call: one });
    await recorder.record({ call: { ...one, status: 500 } });
    await recorder.record({ call: marker });
    await vi.waitFor(async () => expect((await rows()).has(marker.id)).toBe(true), waiting);
    expect((await rows()).size).toBe(2);
    expect(JSON.parse((await rows()).get(one.id) ?? "")).toMatchObject({ status: 200 });
  });

  test("a thousand calls at once get a thousand rows", async () => {
    const { recorder, rows } = await open();
    const calls = Array.from({ length: 1_000 }, () => call());
    await Promise.all(calls.map((one) => Promise.resolve(recorder.record({ call: one }))));
    await vi.waitFor(async () => expect((await rows()).size).toBe(1_000), waiting);
    expect(new Set((await rows()).keys())).toEqual(new Set(calls.map(({ id }) => id)));
  });

  test("captured bodies are kept beside their call", async () => {
    const { recorder, bodies } = await open();
    const one = call();
    await recorder.record({ call: one, bodies: { request: '{"a":1}', request_encoding: "utf8" } });
    await vi.waitFor(async () => expect((await bodies()).has(one.id)).toBe(true), waiting);
    expect(JSON.parse((await bodies()).get(one.id) ?? "")).toMatchObject({
      id: one.id,
      request: '{"a":1}',
      request_encoding: "utf8",
    });
  });

  test("text without a provider's usage is counted before the row is written", async () => {
    const { recorder, rows } = await open();
    const one = call({ usage_source: "none" });
    const count = { model: "gpt-5", priceId: "openai", overrides: [], input: undefined, output: "hello there" };
    await recorder.record({ call: one, count });
    await vi.waitFor(async () => expect((await rows()).has(one.id)).toBe(true), waiting);
    expect(JSON.parse((await rows()).get(one.id) ?? "")).toMatchObject({ usage_source: "counted" });
  });

  test("an opened call gets no row of its own while its process lives, and its recorded row in the end", async () => {
    const { recorder, rows } = await open();
    const one = call({ outcome: "broke" });
    const marker = call();
    recorder.opened({ call: one });
    await recorder.record({ call: marker });
    await vi.waitFor(async () => expect((await rows()).has(marker.id)).toBe(true), waiting);
    expect((await rows()).has(one.id)).toBe(false);
    await recorder.record({ call: { ...one, outcome: "answered" } });
    await vi.waitFor(async () => expect((await rows()).has(one.id)).toBe(true), waiting);
    expect(JSON.parse((await rows()).get(one.id) ?? "")).toMatchObject({ outcome: "answered" });
  });

  test("accepts calls and says what is pending until nothing is", async () => {
    const { recorder } = await open();
    expect(recorder.accepting()).toBe(true);
    await recorder.record({ call: call() });
    await vi.waitFor(() => expect(recorder.state().pendingRecords).toBe(0), waiting);
    expect(recorder.state()).toMatchObject({ pendingBytes: 0, oldestPendingMs: 0, rejectedRecords: 0 });
    expect(recorder.state().lastError).toBeUndefined();
  });
}
