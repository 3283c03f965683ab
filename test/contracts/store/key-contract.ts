import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ApiKey } from "../../../src/access/api-key.ts";
import type { StoreContext } from "./store-context.ts";

/** What every store promises about keys and settings. */
export function keyContract(context: () => StoreContext): void {
  describe("keys", () => {
    const buildKey = (changes: Partial<ApiKey> = {}): ApiKey => ({
      id: `key_${randomUUID()}`,
      project: "default",
      name: "a key",
      prefix: `hf_${randomUUID().slice(0, 8)}`,
      hash: randomUUID().replaceAll("-", ""),
      scopes: ["call"],
      allowedRoutes: [],
      guards: undefined,
      createdAt: Date.now(),
      expiresAt: undefined,
      revokedAt: undefined,
      ...changes,
    });

    it("are found by hash and in the list, with every field as it was written", async () => {
      const key = buildKey({
        scopes: ["call", "admin"],
        allowedRoutes: ["support", 'openai/"*'],
        guards: "strict",
        expiresAt: 4_000_000_000_000,
      });
      await context().store.keys.create(key);
      expect(await context().store.keys.byHash(key.hash)).toEqual(key);
      expect(await context().store.keys.all()).toContainEqual(key);
      expect(await context().store.keys.byHash("another")).toBeUndefined();
    });

    it("refuse a second key with the same hash", async () => {
      const key = buildKey();
      await context().store.keys.create(key);
      await expect(context().store.keys.create(buildKey({ hash: key.hash }))).rejects.toSatisfy(context().isDataError);
    });

    it("are revoked by id or prefix, once", async () => {
      const [one, other] = [buildKey(), buildKey()];
      await context().store.keys.create(one);
      await context().store.keys.create(other);
      expect(await context().store.keys.revoke(one.id, 1000)).toEqual({ ...one, revokedAt: 1000 });
      expect(await context().store.keys.revoke(one.prefix, 2000)).toEqual({ ...one, revokedAt: 1000 });
      expect(await context().store.keys.revoke("hf_nobody", 1000)).toBeUndefined();
      expect(await context().store.keys.byHash(other.hash)).toEqual(other);
    });

    it("are not revoked by a prefix that two share", async () => {
      const key = buildKey();
      await context().store.keys.create(key);
      await context().store.keys.create(buildKey({ prefix: key.prefix }));
      await expect(context().store.keys.revoke(key.prefix, 1000)).rejects.toMatchObject({ code: "request-invalid" });
      expect((await context().store.keys.byHash(key.hash))?.revokedAt).toBeUndefined();
    });

    it("raise the revision with every change, and only then", async () => {
      const before = await context().store.keys.revision();
      const key = buildKey();
      await context().store.keys.create(key);
      const created = await context().store.keys.revision();
      await context().store.keys.revoke(key.id, 1000);
      const revoked = await context().store.keys.revision();
      expect(created).toBeGreaterThan(before);
      expect(revoked).toBeGreaterThan(created);
      await context().store.keys.all();
      expect(await context().store.keys.revision()).toBe(revoked);
    });
  });

  describe("settings", () => {
    it("are set once by whoever comes first", async () => {
      const name = randomUUID();
      expect(await context().store.settings.get(name)).toBeUndefined();
      const stood = await Promise.all(["a", "b", "c"].map((value) => context().store.settings.setOnce(name, value)));
      expect(new Set(stood).size).toBe(1);
      expect(await context().store.settings.get(name)).toBe(stood[0]);
    });

    it("are replaced when told so", async () => {
      const name = randomUUID();
      await context().store.settings.setOnce(name, "old");
      await context().store.settings.set(name, "new");
      expect(await context().store.settings.get(name)).toBe("new");
    });
  });
}
