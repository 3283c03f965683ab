import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dialectIds, nothingRead, type DialectId, type Reading } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { cutAt } from "../support/cut-bytes.ts";
import { watchPieces } from "../support/watch-pieces.ts";

interface Meta {
  readonly about: string;
  readonly reading: Partial<Reading>;
  /** Streams only. */
  readonly ended?: number;
  readonly sawContent?: boolean;
  /** True when the caller, who did not ask for it, is spared the usage event. */
  readonly withheld?: boolean;
  readonly contentType?: string;
}

const folder = fileURLToPath(new URL("../fixtures/", import.meta.url));

interface Fixture {
  readonly id: DialectId;
  readonly name: string;
  readonly meta: Meta;
  readonly bytes: Buffer;
  readonly expected: Reading;
}

function readFixture(id: DialectId, name: string): Fixture {
  const path = `${folder}${id}/${name}`;
  const meta: Meta = JSON.parse(readFileSync(`${path}/meta.json`, "utf8"));
  const file = readdirSync(path).find((one) => one.startsWith("response."));
  return { id, name, meta, bytes: readFileSync(`${path}/${file}`), expected: { ...nothingRead, ...meta.reading } };
}

const fixtures = dialectIds.flatMap((id) => readdirSync(`${folder}${id}`).map((name) => readFixture(id, name)));
const answers = fixtures.filter(({ meta }) => meta.ended === undefined);
const streams = fixtures.filter(({ meta }) => meta.ended !== undefined);

describe("plain answers", () => {
  it.each(answers)("$id reads $name: $meta.about", ({ id, bytes, expected }) => {
    expect(dialects[id].readAnswer(bytes, {})).toEqual(expected);
  });

  it.each(answers)("$id never throws on $name, cut off anywhere", ({ id, bytes }) => {
    const readCut = () => {
      for (let length = 0; length < bytes.length; length += 1) dialects[id].readAnswer(bytes.subarray(0, length), {});
    };
    expect(readCut).not.toThrow();
  });
});

describe("streams", () => {
  it.each(streams)("$id watches $name wherever it is cut: $meta.about", ({ id, bytes, meta, expected }) => {
    const contentType = meta.contentType ?? "text/event-stream";
    const everyByte = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1);
    for (const places of [[], everyByte, ...everyByte.map((place) => [place])]) {
      const pieces = cutAt(bytes, places);
      const watched = watchPieces(dialects[id], pieces, { contentType });
      expect(watched.reading).toEqual(expected);
      expect(watched.ended).toBe(meta.ended);
      expect(watched.sawContent).toBe(meta.sawContent);
      expect(Buffer.compare(watched.forwarded, bytes)).toBe(0);
      const withheld = watchPieces(dialects[id], pieces, { contentType, withholdUsage: true });
      expect(withheld.reading).toEqual(expected);
      expect(Buffer.from(withheld.forwarded).includes('"choices":[],"usage"')).toBe(false);
      expect(withheld.forwarded.length < bytes.length).toBe(meta.withheld);
    }
  });
});
