import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../support/source-files.ts";

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
let outside = "";

/** `PATH` without this repository's own programs, so that what runs is the machine's Node and the package's own. */
const machinePath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .join(delimiter);

function run(command: string, args: readonly string[], cwd: string): string {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, PATH: machinePath } });
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${result.stdout}\n${result.stderr}`);
  return result.stdout.trim();
}

function pack(): string {
  run("npm", ["pack", "--pack-destination", outside], root);
  const tarball = readdirSync(outside).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack made no tarball");
  return join(outside, tarball);
}

beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), "holdfast-package-"));
  const tarball = pack();
  writeFileSync(join(outside, "package.json"), '{ "name": "somebody", "private": true }');
  run("npm", ["install", "--no-audit", "--no-fund", tarball], outside);
});

afterAll(() => {
  rmSync(outside, { recursive: true, force: true });
});

describe("the package, installed into an empty folder", () => {
  const installed = (): string => join(outside, "node_modules", "holdfast");
  const command = (): string => join(outside, "node_modules", ".bin", "holdfast");

  test("prints its version on the machine's own Node", () => {
    expect(run(command(), ["--version"], outside)).toContain(manifest.version);
  });

  test("holds what it needs to run and nothing of the workshop", () => {
    const allowed = new Set(["LICENSE", "README.md", "bin", "dist", "docs", "migrations", "package.json", "src"]);
    expect(readdirSync(installed()).filter((name) => !allowed.has(name) && name !== "node_modules")).toEqual([]);
    expect(existsSync(join(installed(), "dist", "entry", "cli.js"))).toBe(true);
    // The one source file that runs unbuilt: docs/decisions/0006-drizzle-as-commonjs.md.
    const sources = readdirSync(join(installed(), "src"), { recursive: true, withFileTypes: true });
    expect(sources.filter((entry) => entry.isFile()).map((entry) => entry.name)).toEqual(["drizzle.cjs"]);
  });

  test("passes on the exit code of a command that fails", () => {
    const { status } = spawnSync(command(), ["no-such-command"], {
      cwd: outside,
      env: { ...process.env, PATH: machinePath },
    });
    expect(status).toBeGreaterThan(0);
  });

  test("says what to do when the machine's Node is too old and none came along", () => {
    const launcher = join(outside, "launcher.mjs");
    const source = readFileSync(join(installed(), "bin", "holdfast.js"), "utf8");
    writeFileSync(launcher, source.replace("oldestMajor = 22", "oldestMajor = 99").replaceAll("node-${", "none-${"));
    const bare = spawnSync(process.execPath, [launcher], { cwd: outside, encoding: "utf8", env: { PATH: "" } });
    expect(bare.status).toBe(1);
    expect(bare.stderr).toContain("holdfast needs Node 99.19 or newer");
    expect(bare.stderr).toContain("Install Node 24");
  });
});
