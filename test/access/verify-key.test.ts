import { describe, expect, test } from "vitest";
import { isRouteAllowed } from "../../src/access/allowed-route.ts";
import type { ApiKey } from "../../src/access/api-key.ts";
import { buildKeySnapshot } from "../../src/access/build-key-snapshot.ts";
import { mayUse } from "../../src/access/scope.ts";
import { verifyKey } from "../../src/access/verify-key.ts";

const key: ApiKey = {
  id: "1",
  project: "shop",
  name: "bot",
  prefix: "hf_AbC12",
  hash: "aa",
  scopes: ["call"],
  allowedRoutes: [],
  guards: undefined,
  createdAt: 0,
  expiresAt: undefined,
  revokedAt: undefined,
};

describe("a key that was looked up", () => {
  test("is let through while it is valid", () => {
    expect(verifyKey(key, 5)).toBe(key);
    expect(verifyKey({ ...key, expiresAt: 6, revokedAt: 6 }, 5)).toMatchObject({ id: "1" });
  });

  test.each([
    ["is unknown", undefined, "key-unknown"],
    ["was revoked", { ...key, revokedAt: 5 }, "key-revoked"],
    ["has expired", { ...key, expiresAt: 5 }, "key-expired"],
    ["was revoked and has expired", { ...key, revokedAt: 4, expiresAt: 3 }, "key-revoked"],
  ])("is refused when it %s", (_name, found, code) => {
    expect(() => verifyKey(found, 5)).toThrow(expect.objectContaining({ code }));
  });

  test("is named by its prefix when it is refused, so that its owner knows which", () => {
    expect(() => verifyKey({ ...key, revokedAt: 5 }, 5)).toThrow('It was hf_AbC12… ("bot")');
  });
});

test("a snapshot finds keys by hash, revoked ones too", () => {
  const snapshot = buildKeySnapshot([key, { ...key, id: "2", hash: "bb", revokedAt: 1 }]);
  expect([snapshot.find("aa")?.id, snapshot.find("bb")?.id, snapshot.find("cc")]).toEqual(["1", "2", undefined]);
  expect(snapshot.size).toBe(2);
});

test("a snapshot does not change when its source does", () => {
  const source = { ...key };
  const snapshot = buildKeySnapshot([source]);
  Object.assign(source, { project: "other" });
  expect(snapshot.find("aa")?.project).toBe("shop");
});

test("admin includes every scope, any other only itself", () => {
  expect(mayUse({ scopes: ["admin"] }, "ledger:read")).toBe(true);
  expect(mayUse({ scopes: ["call"] }, "call")).toBe(true);
  expect(mayUse({ scopes: ["call", "passthrough"] }, "admin")).toBe(false);
});

test.each([
  [[], "anything", true],
  [["support"], "support", true],
  [["support"], "support2", false],
  [["support*"], "support2", true],
  [["openai/*"], "openai/gpt-5-mini", true],
  [["openai/*"], "openai", false],
  [["openai/*"], "openai-eu/gpt-5-mini", false],
  [["sales", "openai/gpt-5*"], "openai/gpt-5-mini", true],
  [["*"], "whatever/it-is", true],
])("a key for %j asking for %s: %s", (patterns, name, allowed) => {
  expect(isRouteAllowed(patterns, name)).toBe(allowed);
});
