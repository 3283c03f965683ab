/**
 * Runs vitest on this very Node and says at the end what was skipped, why, and the counts in one plain line.
 * With `HOLDFAST_TEST_REQUIRE_SERVICES=1` a test that is skipped for want of a service fails the run.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestSummary } from "./test-reporter.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Data that lies beside the repository may be absent anywhere; nothing else may be, where services are required. */
const allowedAbsence = /\.\.\/shared\b/;

function runVitest(summaryFile: string): number {
  const { status, signal } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      "--reporter=default",
      `--reporter=${join(root, "tools", "test-reporter.ts")}`,
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: "inherit", env: { ...process.env, HOLDFAST_TEST_SUMMARY: summaryFile } },
  );
  if (signal !== null) console.error(`vitest was ended by ${signal}`);
  return status ?? 1;
}

function readSummary(file: string): TestSummary | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Prints the reasons; returns how many tests were skipped that had to run. */
function reportSkips(reasons: Readonly<Record<string, number>>): number {
  const required = process.env["HOLDFAST_TEST_REQUIRE_SERVICES"] === "1";
  let forbidden = 0;
  for (const [reason, count] of Object.entries(reasons)) {
    const isForbidden = required && !allowedAbsence.test(reason);
    if (isForbidden) forbidden += count;
    console.log(`  skipped ${String(count).padStart(4)}  ${reason}${isForbidden ? "  (must run here)" : ""}`);
  }
  return forbidden;
}

const folder = mkdtempSync(join(tmpdir(), "holdfast-tests-"));
try {
  const file = join(folder, "summary.json");
  const status = runVitest(file);
  const summary = readSummary(file);
  process.exitCode = status;
  if (summary === undefined) {
    process.exitCode = status === 0 ? 1 : status;
    console.log("The tests did not run to their end.\n0 passed, 1 failed, 0 skipped");
  } else {
    const forbidden = reportSkips(summary.reasons);
    if (forbidden > 0) {
      process.exitCode = 1;
      console.log(`${forbidden} skipped tests need a service that was promised to be here.`);
    }
    const failed = status !== 0 && summary.failed + forbidden === 0 ? 1 : summary.failed + forbidden;
    console.log(`${summary.passed} passed, ${failed} failed, ${summary.skipped - forbidden} skipped`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
