#!/usr/bin/env node
// Starts the command on a Node that is new enough. Plain JavaScript that Node 18 understands: on an old Node it looks
// for the exact Node that comes with the package (an optional dependency) and runs itself again with that one.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** undici 8, the HTTP client, needs this one. */
const oldestMajor = 22;
const oldestMinor = 19;
/** Tells the second run that it is the second, so that it can never start a third. */
const relaunchedMark = "HOLDFAST_RELAUNCHED";

const self = fileURLToPath(import.meta.url);
const built = new URL("../dist/entry/cli.js", import.meta.url);
/** Only a checkout has it, and there it is what runs: a build that is older must not answer in its place. */
const source = new URL("../src/entry/cli.ts", import.meta.url);
const command = existsSync(source) ? source : built;

function isNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** The Node that was installed beside this package, if the platform has one and npm did not leave it out. */
function findBundledNode() {
  const require = createRequire(import.meta.url);
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`, "node"];
  for (const name of names) {
    try {
      const path = join(dirname(require.resolve(`${name}/package.json`)), "bin", "node");
      if (existsSync(path)) return path;
    } catch {
      // Not installed: the next name may be.
    }
  }
  return undefined;
}

/** @param {string} why */
function giveUp(why) {
  const wanted = `${oldestMajor}.${oldestMinor}`;
  process.stderr.write(
    `holdfast needs Node ${wanted} or newer, and this is Node ${process.versions.node}.\n${why}\n` +
      `Install Node 24 from https://nodejs.org, or install holdfast again without --omit=optional,\n` +
      `which brings a Node of its own on Linux (x64 and arm64).\n`,
  );
  process.exitCode = 1;
}

/** @param {string} node */
function relaunch(node) {
  const child = spawn(node, [...process.execArgv, self, ...process.argv.slice(2)], {
    // The fourth is a channel whose closing tells the child that this process has died, even by SIGKILL.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, [relaunchedMark]: "1" },
  });
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal);
  process.on("SIGTERM", forward);
  process.on("SIGHUP", forward);
  process.on("SIGUSR2", forward);
  // A terminal sends Ctrl-C to both processes; a second one would be read as "now, without draining".
  process.on("SIGINT", (signal) => {
    if (!process.stdin.isTTY) forward(signal);
  });
  child.on("error", (error) => giveUp(`The Node that came with it, ${node}, does not run here: ${error.message}.`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

async function run() {
  if (process.env[relaunchedMark] !== undefined && process.channel !== undefined) {
    delete process.env[relaunchedMark];
    process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
    process.channel.unref();
  }
  if (!existsSync(command)) {
    process.stderr.write(`holdfast is not built: ${fileURLToPath(command)} is missing. Run: npm run build\n`);
    process.exitCode = 1;
    return;
  }
  await import(command.href);
}

if (isNewEnough()) {
  await run();
} else if (process.env[relaunchedMark] !== undefined) {
  giveUp("The Node that came with it is too old as well.");
} else {
  const node = findBundledNode();
  if (node === undefined) giveUp("The Node that comes with it was not installed.");
  else relaunch(node);
}
