import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKeyHasher as createNodeHasher } from "../../../src/adapters/node/key-hasher.ts";
import { createKeyHasher as createWorkersHasher } from "../../../src/adapters/workers/key-hasher.ts";

describe.each([
  ["Node's", createNodeHasher],
  ["Workers'", createWorkersHasher],
])("%s key hasher", (_name, createKeyHasher) => {
  test("gives HMAC-SHA-256 for any secret and any text, again and again", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.string({ unit: "grapheme", maxLength: 600 })),
        (secret, texts) => {
          const hasher = createKeyHasher(secret);
          for (const text of texts) {
            expect(hasher.hash(text)).toBe(createHmac("sha256", secret).update(text, "utf8").digest("hex"));
          }
        },
      ),
    );
  });

  test("gives the published value of RFC 4231, test case 2", () => {
    const hash = createKeyHasher(new TextEncoder().encode("Jefe")).hash("what do ya want for nothing?");
    expect(hash).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  });
});
