import { describe, expect, it } from "vitest";

import { workersClock } from "../../src/adapters/workers/clock.ts";
import { workersIds } from "../../src/adapters/workers/ids.ts";
import { createKeyHasher } from "../../src/adapters/workers/key-hasher.ts";
import { KeyCache } from "../../src/adapters/workers/key-cache.ts";
import { splitUrl } from "../../src/adapters/workers/to-incoming-request.ts";
import { latin1 } from "../../src/dialects/latin1.ts";
import { utf8FromLatin1 } from "../../src/dialects/utf8-from-latin1.ts";

describe("in workerd itself", () => {
  it("keys are hashed as on Node: HMAC-SHA-256, by RFC 4231's second case", () => {
    const hasher = createKeyHasher(new TextEncoder().encode("Jefe"));
    expect(hasher.hash("what do ya want for nothing?")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  it("ids are unique, of version 7, and sort by time", () => {
    const ids = Array.from({ length: 100 }, (_, index) => workersIds.call(1_700_000_000_000 + index));
    expect(new Set(ids).size).toBe(100);
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(workersIds.secret(32)).toHaveLength(32);
    expect(workersIds.secret(32)).not.toEqual(workersIds.secret(32));
  });

  it("timers run once, and not at all when they are called off", async () => {
    let runs = 0;
    workersClock.after(1, () => (runs += 1));
    workersClock.after(1, () => (runs += 10))();
    const before = workersClock.monotonic();
    await new Promise<void>((resolve) => void workersClock.after(30, resolve));
    expect(runs).toBe(1);
    expect(workersClock.monotonic() - before).toBeGreaterThanOrEqual(29);
  });

  it("bytes become strings of the same length and back, all 256 of them", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(latin1(bytes)).toHaveLength(256);
    const text = "é😀 and ascii";
    expect(utf8FromLatin1(latin1(new TextEncoder().encode(text)))).toBe(text);
  });

  it("a key is known for half a second after it was asked for, and no longer", () => {
    const cache = new KeyCache();
    cache.set("hash", { key: undefined, askedAt: 1_000 });
    expect(cache.get("hash", 1_499)).toEqual({ key: undefined, askedAt: 1_000 });
    expect(cache.get("hash", 1_500)).toBeUndefined();
    expect(cache.get("other", 1_000)).toBeUndefined();
    cache.forget();
    expect(cache.get("hash", 1_000)).toBeUndefined();
  });

  it.each([
    ["https://a.b/v1/x?y=1&z=%20", "/v1/x", "y=1&z=%20"],
    ["http://a:8080/v1/%2e%2e/a%2Fb", "/v1/%2e%2e/a%2Fb", ""],
    ["https://a.b", "/", ""],
    ["https://a.b/?", "/", ""],
  ])("of the url %s path and query stay as they were sent", (url, path, query) => {
    expect(splitUrl(url)).toEqual({ path, query });
  });
});
