import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { nodeClock } from "../adapters/node/clock.ts";
import { readConfigFile } from "../adapters/node/config-file.ts";
import { createJsonLog } from "../adapters/node/json-log.ts";
import { createNodeSecrets } from "../adapters/node/secrets.ts";
import type { Machine } from "../cli/machine.ts";
import { runCli } from "../cli/run-cli.ts";
import { createTerminal } from "../cli/terminal.ts";
import { createTerminalLog } from "../cli/terminal-log.ts";
import { parseJson } from "../lib/parse-json.ts";
import { printableText } from "../lib/printable-text.ts";
import { readConfig } from "./read-config.ts";
import type { Log } from "../ports/log.ts";

const defaultConfigFile = "holdfast.yaml";
const failedStatus = 1;
/** How long connections may take to close after a command has ended. */
const lingerMs = 1_000;
/** Twelve days; nobody waits for it. */
const awakeMs = 2 ** 30;

const { env, stdout, stderr } = process;
const terminal = createTerminal(stdout, stderr);

/** JSON for programs, lines for people who watch. */
function createLog(): Log {
  if (!stderr.isTTY) return createJsonLog((line) => void stderr.write(line));
  const write = (line: string): void => terminal.err(line);
  return createTerminalLog({ now: () => Date.now(), write, style: (style, text) => terminal.style(style, text) });
}

/** The same number of folders up from `src/entry` and from `dist/entry`. */
function readVersion(): string {
  const parsed = parseJson(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const manifest = parsed.ok ? parsed.value : undefined;
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "unknown";
}

/** What to type to get here again. npm's scripts and `npx` run on a Node that a plain `node` may be too old for. */
function readInvocation(): string {
  if (env["npm_command"] !== undefined) return "npx holdfast";
  const called = process.argv[1] ?? "";
  return called.endsWith(".ts") ? `node ${relative(process.cwd(), called)}` : "holdfast";
}

function onStopSignal(listener: () => void): () => void {
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  return () => {
    process.off("SIGINT", listener);
    process.off("SIGTERM", listener);
  };
}

/** What only some commands need is loaded by them: half of a short command's time is reading modules. */
function createMachine(): Machine {
  const log = createLog();
  const secrets = createNodeSecrets(env);
  return {
    version: readVersion(),
    invocation: readInvocation(),
    workingDirectory: process.cwd(),
    env,
    terminal,
    clock: nodeClock,
    async startGateway({ configPath, dataDir, port, host, apply }) {
      const { startNode } = await import("./start-node.ts");
      return await startNode({
        configPath,
        env,
        log,
        apply,
        ...(dataDir === undefined ? {} : { dataDir }),
        ...(port === undefined ? {} : { port }),
        ...(host === undefined ? {} : { host }),
      });
    },
    async openLocal(place, mayCreate) {
      const { openLocalStore } = await import("./open-local-store.ts");
      return await openLocalStore({ ...place, mayCreate, env, log });
    },
    readConfigText(configPath) {
      const path = configPath ?? defaultConfigFile;
      return { path, text: readConfigFile(resolve(path), configPath !== undefined) };
    },
    async readTree(configPath) {
      const { readTreeSource } = await import("./read-tree-source.ts");
      const path = configPath ?? defaultConfigFile;
      const text = readConfigFile(resolve(path), configPath !== undefined);
      return readTreeSource(resolve(path), readConfig(text, path, env));
    },
    hasSecret: (ref) => secrets.get(ref) !== undefined,
    async readPriceSource(from) {
      const { readPriceSource } = await import("../adapters/node/read-price-source.ts");
      const { maxPriceDataBytes } = await import("../adapters/genai-prices/parse-price-data.ts");
      return await readPriceSource(from, maxPriceDataBytes);
    },
    async readPromptFiles(folder) {
      const { readPromptFiles } = await import("../adapters/node/read-prompt-files.ts");
      return readPromptFiles(resolve(folder));
    },
    async spoolBacklog(dataDir) {
      const { spoolBacklog } = await import("../adapters/spool/spool-backlog.ts");
      return spoolBacklog(join(dataDir, "spool"));
    },
    onStopSignal,
    exitNow: (code) => process.exit(code),
  };
}

/** `holdfast calls list | head` ends early, and that is no error. */
stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : failedStatus);
});

/** A defect of ours: the process is in no known state, so it ends, and the next start takes up what is in the spool. */
process.on("uncaughtException", (error) => {
  createJsonLog((line) => void stderr.write(line)).error("defect", { error });
  terminal.err(printableText(`holdfast: it broke, and this is a defect of Holdfast's: ${error.message}`));
  process.exit(failedStatus);
});

/** Timers of ours keep no process alive, and a command may have nothing else while its database is away. */
const awake = setInterval(() => {}, awakeMs);
process.exitCode = await runCli(process.argv.slice(2), createMachine());
clearInterval(awake);
// Everything was closed; what still keeps the process is a connection whose other side says nothing, such as a database
// that hangs, and it would do so for hours.
setTimeout(() => process.exit(), lingerMs).unref();
