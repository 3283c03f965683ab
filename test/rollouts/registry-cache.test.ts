import { expect, it } from "vitest";
import { RegistryCache } from "../../src/rollouts/registry-cache.ts";

it("is served as it is for a second, then behind a refresh, and after five seconds not at all", () => {
  const cache = new RegistryCache<string>();
  expect(cache.freshness(0)).toBe("expired");
  cache.readAt(10_000);
  expect([10_000, 10_999, 11_000, 14_999, 15_000].map((now) => cache.freshness(now))).toEqual([
    "fresh",
    "fresh",
    "stale",
    "stale",
    "expired",
  ]);
});

it("is read anew after this isolate changed the registry itself", () => {
  const cache = new RegistryCache<string>();
  cache.readAt(10_000);
  cache.forget();
  expect(cache.freshness(10_000)).toBe("expired");
});
