import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../support/source-files.ts";

interface Launched {
  readonly parent: ChildProcess;
  /** The process that runs the command. */
  readonly pid: number;
  readonly text: () => string;
}

describe("the launcher on a Node that is too old", () => {
  let folder = "";
  let launcher = "";

  /** A package whose launcher takes this Node for too old and finds it again as the one that came along. */
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "holdfast-launcher-"));
    launcher = join(folder, "bin", "holdfast.js");
    const source = readFileSync(join(root, "bin", "holdfast.js"), "utf8");
    const bundled = join(folder, "node_modules", `node-${process.platform}-${process.arch}`);
    mkdirSync(join(folder, "dist", "entry"), { recursive: true });
    mkdirSync(dirname(launcher));
    mkdirSync(join(bundled, "bin"), { recursive: true });
    symlinkSync(process.execPath, join(bundled, "bin", "node"));
    writeFileSync(join(bundled, "package.json"), "{}");
    const pretend = "process.env.HOLDFAST_RELAUNCHED !== undefined || ";
    writeFileSync(
      launcher,
      source
        .replace("return major > oldestMajor", "return ".concat(pretend, "major > 99"))
        .replace("major === oldestMajor", "major === 99"),
    );
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(folder, "dist", "entry", "cli.js"),
      [
        'process.on("SIGTERM", () => { console.log("drained"); process.exit(7); });',
        "console.log(`ready ${process.pid}`);",
        "setInterval(() => {}, 1_000);",
      ].join("\n"),
    );
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<Launched> {
    const parent = spawn(process.execPath, [launcher], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    parent.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
    await expect.poll(() => text, { timeout: 10_000 }).toContain("ready");
    return { parent, pid: Number(/ready (\d+)/.exec(text)?.[1]), text: () => text };
  }

  test("forwards SIGTERM to the command and ends with its exit code", async () => {
    const { parent, pid, text } = await start();
    expect(pid).not.toBe(parent.pid);
    const ended = new Promise((resolve) => parent.once("exit", resolve));
    parent.kill("SIGTERM");
    expect(await ended).toBe(7);
    expect(text()).toContain("drained");
  });

  test("lets the command drain when the launcher itself is killed with SIGKILL", async () => {
    const { parent, pid, text } = await start();
    parent.kill("SIGKILL");
    await expect.poll(text, { timeout: 10_000 }).toContain("drained");
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

test("runs the source of a checkout, and not a build that may be older", () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-launcher-"));
  const launcher = join(folder, "bin", "holdfast.js");
  for (const [file, says] of [
    ["src/entry/cli.ts", "source"],
    ["dist/entry/cli.js", "build"],
  ] as const) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `console.log("${says}");\n`);
  }
  mkdirSync(dirname(launcher));
  copyFileSync(join(root, "bin", "holdfast.js"), launcher);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  expect(execFileSync(process.execPath, [launcher], { encoding: "utf8" })).toBe("source\n");
  rmSync(folder, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
