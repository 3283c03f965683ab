import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockDirectory } from "../../../src/adapters/spool/lock-directory.ts";
import { temporaryDirectory } from "./spool-fixture.ts";

const lockModule = new URL("../../../src/adapters/spool/lock-directory.ts", import.meta.url).href;

/** A process that takes the lock and holds it. */
async function lockElsewhere(directory: string): Promise<{ readonly pid: number; kill(): Promise<void> }> {
  const script = `const { lockDirectory } = await import(${JSON.stringify(lockModule)});
    lockDirectory(${JSON.stringify(directory)}); console.log("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => {
    child.stdout.once("data", resolve);
  });
  return {
    pid: child.pid ?? 0,
    kill: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

test("a lock that is given back can be taken again, and leaves nothing behind", () => {
  const directory = temporaryDirectory();
  lockDirectory(directory)();
  lockDirectory(directory)();
  expect(readdirSync(directory)).toEqual([]);
});

test("a living process keeps its lock, and the refusal says whose it is and what to do", async () => {
  const directory = temporaryDirectory();
  const other = await lockElsewhere(directory);
  expect(() => lockDirectory(directory)).toThrow(
    `The spool ${directory} is in use by process ${other.pid}, and a spool has one writer. ` +
      "Stop that process, or give this one a data directory of its own.",
  );
  expect(readdirSync(directory)).toEqual(["lock"]);
});

test("the lock of a process that was killed is taken over", async () => {
  const directory = temporaryDirectory();
  const other = await lockElsewhere(directory);
  await other.kill();
  expect(existsSync(join(directory, "lock"))).toBe(true);
  const unlock = lockDirectory(directory);
  expect(readFileSync(join(directory, "lock"), "utf8")).toMatch(new RegExp(`^${process.pid} `));
  unlock();
  expect(readdirSync(directory)).toEqual([]);
});

test.runIf(existsSync("/proc/self/stat"))("a process id that was given to somebody else does not keep the lock", () => {
  const directory = temporaryDirectory();
  const unlock = lockDirectory(directory);
  const [pid, startTime, boot] = readFileSync(join(directory, "lock"), "utf8").trim().split(" ");
  unlock();
  for (const stale of [`${pid} ${Number(startTime) - 1} ${boot}`, `${pid} ${startTime} another-boot`, "", "garbage"]) {
    writeFileSync(join(directory, "lock"), `${stale}\n`);
    lockDirectory(directory)();
  }
  expect(readdirSync(directory)).toEqual([]);
});

test("giving back does not take the lock of the process that came after", () => {
  const directory = temporaryDirectory();
  const unlock = lockDirectory(directory);
  writeFileSync(join(directory, "lock"), "somebody else\n");
  unlock();
  expect(readFileSync(join(directory, "lock"), "utf8")).toBe("somebody else\n");
});
