import { expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { configHash } from "../../src/config/config-hash.ts";
import { loadConfig } from "../../src/config/load-config.ts";

function load(text: string): Config {
  const loaded = loadConfig({ text, env: {} });
  if (!loaded.ok) throw new Error("must be valid");
  return loaded.config;
}

it("is twelve hexadecimal digits, the same for ever for the same content", () => {
  expect(configHash(load(""))).toMatch(/^[0-9a-f]{12}$/);
  expect(configHash(load("auth: keys\nlimits: { idle: 2m, connect: 5s }"))).toBe(
    configHash(load("limits: { connect: 5000ms }")),
  );
});

it("does not depend on the order of keys, and does on everything else", () => {
  const providers = (order: readonly string[]) =>
    `providers:\n${order.map((id) => `  ${id}: { kind: echo }`).join("\n")}\ndefaults: { openai: a, anthropic: a, gemini: a }`;
  expect(configHash(load(providers(["a", "b"])))).toBe(configHash(load(providers(["b", "a"]))));
  expect(configHash(load(providers(["a", "b"])))).not.toBe(configHash(load(providers(["a", "c"]))));
});

it("tells a hundred thousand small changes apart", () => {
  const base = load("");
  const hashes = new Set(
    Array.from({ length: 100_000 }, (_, port) => configHash({ ...base, server: { ...base.server, port } })),
  );
  expect(hashes.size).toBe(100_000);
}, 30_000);
