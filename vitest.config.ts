import { existsSync } from "node:fs";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import type { TestProjectInlineConfiguration } from "vitest/config";

const everything = "test/**/*.test.ts";
const slow = "test/**/*.slow.test.ts";
const workers = "test/workers/**/*.test.ts";
/** Real sockets, files, processes, databases. */
const service = ["adapters", "bin", "cli", "contracts", "entry", "flows", "http", "wire"].map(
  (room) => `test/${room}/**/*.test.ts`,
);
/** Gateways under load, killed and frozen: what runs beside them is in their way. */
const durability = "test/durability/**/*.test.ts";

/** Most tests wait most of the time, so that two at once cost nobody anything; then those that must be alone. */
const together = { maxWorkers: 2, sequence: { groupOrder: 0 } };
const alone = { maxWorkers: 1, sequence: { groupOrder: 1 } };

/** Hyperdrive wants an address, though no test here connects to it; the port is one where nothing listens. */
const noDatabase = "postgres://nobody:nothing@127.0.0.1:9/none";

const projects: TestProjectInlineConfiguration[] = [
  {
    test: {
      ...together,
      name: "unit",
      include: [everything],
      exclude: [slow, workers, durability, ...service],
      testTimeout: 10_000,
    },
  },
  {
    test: { ...together, name: "service", include: service, exclude: [slow], testTimeout: 30_000, hookTimeout: 60_000 },
  },
  {
    test: {
      ...alone,
      name: "durability",
      include: [durability],
      exclude: [slow],
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  },
  { test: { ...alone, name: "slow", include: [slow], testTimeout: 300_000, hookTimeout: 300_000 } },
];

if (existsSync(new URL("wrangler.toml", import.meta.url))) {
  // Where wrangler looks for the database behind the binding HYPERDRIVE when it runs locally.
  process.env["CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE"] ??= noDatabase;
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  projects.push({
    plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
    test: { ...together, name: "workers", include: [workers], testTimeout: 30_000, hookTimeout: 60_000 },
  });
}

export default defineConfig({ test: { projects, passWithNoTests: true } });
