import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dialectIds, nothingRead, type Reading } from "../../src/dialects/dialect.ts";
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

for (const id of dialectIds) {
  describe(id, () => {
    for (const name of readdirSync(`${folder}${id}`)) {
      const meta: Meta = JSON.parse(readFileSync(`${folder}${id}/${name}/meta.json`, "utf8"));
      const file = ["response.json", "response.sse", "response.txt"].find((one) =>
        existsSync(`${folder}${id}/${name}/${one}`),
      );
      const bytes = readFileSync(`${folder}${id}/${name}/${file}`);
      const expected: Reading = { ...nothingRead, ...meta.reading };
      if (meta.ended === undefined) {
        it(`reads ${name}: ${meta.about}`, () => {
          expect(dialects[id].readAnswer(bytes, {})).toEqual(expected);
        });
        it(`never throws on ${name}, cut off anywhere`, () => {
          for (let length = 0; length < bytes.length; length += 1) dialects[id].readAnswer(bytes.subarray(0, length), {});
        });
      } else {
        it(`watches ${name} wherever it is cut: ${meta.about}`, () => watchEverywhere(id, bytes, meta, expected));
      }
    }
  });
}

function watchEverywhere(id: (typeof dialectIds)[number], bytes: Buffer, meta: Meta, expected: Reading) {
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
    if (meta.withheld === true) expect(withheld.forwarded.length).toBeLessThan(bytes.length);
    else expect(Buffer.compare(withheld.forwarded, bytes)).toBe(0);
  }
}
