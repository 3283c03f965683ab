/**
 * `npm run check`: types, lint, format, dead code and the repository's own rules. Types come first and alone, because
 * what does not compile makes the other tools slow and their findings noise; the rest runs side by side.
 */
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface Check {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
}
interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly output: string;
  readonly milliseconds: number;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const modules = join(root, "node_modules");
/** Several times what the slowest takes on a busy machine; one that hangs is ended before it takes the machine with it. */
const checkTimeoutMs = 180_000;

function types(project: string): Check {
  return { name: `types ${project}`, script: "typescript/bin/tsc", args: ["-p", project] };
}

const hasTests = (pattern: string): boolean => globSync(pattern, { cwd: root }).length > 0;
const typeChecks = [types("tsconfig.json"), types("test/tsconfig.json")];
if (hasTests("src/entry/worker.ts")) typeChecks.push(types("src/entry/worker.tsconfig.json"));
if (hasTests("test/workers/**/*.ts")) typeChecks.push(types("test/workers/tsconfig.json"));

const folders = ["src", "test", "tools", "bench", "bin", "vitest.config.ts"];
const otherChecks: readonly Check[] = [
  { name: "lint", script: "oxlint/bin/oxlint", args: folders },
  { name: "format", script: "oxfmt/bin/oxfmt", args: ["--check"] },
  { name: "dead code", script: "knip/bin/knip.js", args: ["--no-progress"] },
  {
    name: "repository",
    script: "vitest/vitest.mjs",
    args: ["run", "--project", "unit", "test/repo", "--reporter=dot"],
  },
];

function run(check: Check): Promise<Finding> {
  const start = performance.now();
  return new Promise((resolve) => {
    // A group of its own, so that the time limit also ends what the tool has started.
    const child = spawn(process.execPath, [join(modules, check.script), ...check.args], { cwd: root, detached: true });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const timer = setTimeout(() => {
      output += `\nended after ${checkTimeoutMs / 1000} s\n`;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, checkTimeoutMs);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ name: check.name, ok: code === 0, output, milliseconds: Math.round(performance.now() - start) });
    });
  });
}

async function runAll(checks: readonly Check[]): Promise<boolean> {
  const findings = await Promise.all(checks.map(run));
  for (const { name, ok, output, milliseconds } of findings) {
    console.log(`${ok ? "ok  " : "FAIL"} ${name} (${milliseconds} ms)`);
    if (!ok) console.log(output.trimEnd());
  }
  return findings.every(({ ok }) => ok);
}

const typesHold = await runAll(typeChecks);
const restHolds = process.argv.includes("--all") || typesHold ? await runAll(otherChecks) : false;
if (!typesHold && !restHolds)
  console.log("Lint, format, dead code and repository rules wait until the types hold (--all: now).");
process.exitCode = typesHold && restHolds ? 0 : 1;
