import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRecord } from "../../../src/adapters/spool/decode-record.ts";
import { SegmentReader, type SegmentItem } from "../../../src/adapters/spool/read-segment.ts";
import { createRecordBuffer } from "../../../src/adapters/spool/record-buffer.ts";
import { makeSpoolDirectory, segmentPath } from "../../../src/adapters/spool/segment-files.ts";
import { headerBytes, recordKinds, type SpoolRecord } from "../../../src/adapters/spool/spool-record.ts";
import { temporaryDirectory } from "./spool-fixture.ts";

const record = fc.record({
  kind: fc.constantFrom(...recordKinds),
  writtenAtMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  id: fc.uuid(),
  // JSON.stringify escapes line feeds, so a line feed stands only between records.
  json: fc.string({ unit: "binary", maxLength: 300 }).map((text) => JSON.stringify({ text })),
});

function encode(records: readonly SpoolRecord[]): { readonly bytes: Buffer; readonly ends: readonly number[] } {
  const buffer = createRecordBuffer();
  const ends: number[] = [];
  for (const one of records) {
    buffer.append(one);
    ends.push(buffer.length);
  }
  return { bytes: Buffer.from(buffer.bytes()), ends };
}

/** What a reader finds in a finished segment of these bytes. */
function readAll(path: string, bytes: Uint8Array): readonly SegmentItem[] {
  writeFileSync(path, bytes);
  return readUpTo(path, bytes.length);
}

function readUpTo(path: string, end: number): readonly SegmentItem[] {
  const reader = new SegmentReader(path, 0);
  const items: SegmentItem[] = [];
  for (;;) {
    const item = reader.next({ end, final: true });
    if (item === undefined) break;
    items.push(item);
  }
  reader.close();
  return items;
}

function recordsOf(items: readonly SegmentItem[]): readonly SpoolRecord[] {
  return items.flatMap((item) => (item.kind === "record" ? [item.record] : []));
}

function segment(): string {
  const directory = temporaryDirectory();
  makeSpoolDirectory(directory);
  return segmentPath(directory, 1);
}

test("a record is a line that people can read", () => {
  const { bytes } = encode([{ kind: "close", writtenAtMs: 1_764_000_000_000, id: "call-1", json: '{"id":"call-1"}' }]);
  expect(bytes.toString()).toMatchInlineSnapshot(`
    "556ed9df 00000042 close 1764000000000 call-1 {"id":"call-1"}
    "
  `);
});

test("any record is read back as it was written", () => {
  fc.assert(
    fc.property(record, (one) => {
      const { bytes } = encode([one]);
      expect(decodeRecord(bytes, 0, bytes.length)).toEqual({ kind: "record", record: one, bytes: bytes.length });
    }),
  );
});

test("a segment cut at any byte yields exactly the whole records before the cut, and says that one was torn", () => {
  const path = segment();
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), (records) => {
      const { bytes, ends } = encode(records);
      writeFileSync(path, bytes);
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        truncateSync(path, bytes.length - cut);
        const items = readUpTo(path, bytes.length - cut);
        const whole = ends.filter((end) => end <= bytes.length - cut).length;
        expect(recordsOf(items)).toEqual(records.slice(0, whole));
        const isTorn = cut < bytes.length && !ends.includes(bytes.length - cut);
        expect(items.filter((item) => item.kind === "torn")).toHaveLength(isTorn ? 1 : 0);
        expect(items.filter((item) => item.kind === "corrupt")).toHaveLength(0);
      }
    }),
    { numRuns: 8 },
  );
});

test("a changed byte costs the record that it stands in and no other", () => {
  const path = segment();
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 3, maxLength: 5 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (records, place, flip) => {
        const { bytes, ends } = encode(records);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const hit = ends.findIndex((end) => at < end);
        // A line feed that is gone joins the record behind it to the damage: that one cannot be told apart any more.
        const joined = ends.includes(at + 1) ? hit + 1 : hit;
        const expected = records.filter((_, index) => index < hit || index > joined);
        const items = readAll(path, bytes);
        expect(recordsOf(items)).toEqual(expected);
        expect(items.filter((item) => item.kind !== "record")).toHaveLength(1);
      },
    ),
  );
});

test("damage in the middle is told from a torn end", () => {
  const path = segment();
  const records = ["a", "b", "c"].map((id) => ({ kind: "close" as const, writtenAtMs: 1, id, json: `{"id":"${id}"}` }));
  const { bytes, ends } = encode(records);
  bytes.fill(0, headerBytes, (ends[0] ?? 0) - 1);
  const items = readAll(path, bytes.subarray(0, bytes.length - 4));
  expect(items.map((item) => item.kind)).toEqual(["corrupt", "record", "torn"]);
});

test("a tail of zeros, as a power loss leaves it, is a torn end", () => {
  const path = segment();
  const { bytes } = encode([{ kind: "close", writtenAtMs: 1, id: "a", json: "{}" }]);
  const items = readAll(path, Buffer.concat([bytes, Buffer.alloc(5_000_000)]));
  expect(items.map((item) => item.kind)).toEqual(["record", "torn"]);
});

test("reads records that are larger than its window, and what follows them", () => {
  const path = segment();
  const big = JSON.stringify({ text: "x".repeat(3_000_000) });
  const records = ["a", "b", "c"].map((id) => ({ kind: "body" as const, writtenAtMs: 1, id, json: big }));
  expect(recordsOf(readAll(path, encode(records).bytes))).toEqual(records);
});

test("a segment that is still written is read up to the limit and no further", () => {
  const path = segment();
  const records = ["a", "b"].map((id) => ({ kind: "close" as const, writtenAtMs: 1, id, json: "{}" }));
  const { bytes, ends } = encode(records);
  writeFileSync(path, bytes);
  const reader = new SegmentReader(path, 0);
  const end = ends[0] ?? 0;
  expect(reader.next({ end, final: false })?.kind).toBe("record");
  expect(reader.next({ end, final: false })).toBeUndefined();
  expect(reader.next({ end: bytes.length, final: false })?.kind).toBe("record");
  reader.close();
  expect(readFileSync(path)).toEqual(bytes);
});
