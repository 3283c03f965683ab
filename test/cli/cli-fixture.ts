import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { nodeClock } from "../../src/adapters/node/clock.ts";
import { readConfigFile } from "../../src/adapters/node/config-file.ts";
import { createJsonLog } from "../../src/adapters/node/json-log.ts";
import { readPromptFiles } from "../../src/adapters/node/read-prompt-files.ts";
import { readPriceSource } from "../../src/adapters/node/read-price-source.ts";
import { createNodeSecrets } from "../../src/adapters/node/secrets.ts";
import { spoolBacklog } from "../../src/adapters/spool/spool-backlog.ts";
import type { Machine } from "../../src/cli/machine.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { openLocalStore } from "../../src/entry/open-local-store.ts";
import { readConfig } from "../../src/entry/read-config.ts";
import { readTreeSource } from "../../src/entry/read-tree-source.ts";
import { startNode } from "../../src/entry/start-node.ts";
import type { CallRecord } from "../../src/ledger/call-record.ts";

export type Json = Record<string, ReturnType<typeof JSON.parse>>;

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON. */
  json(): Json;
  /** Standard output as one JSON value a line. */
  lines(): readonly Json[];
}

const usualConfig = `
providers:
  echo: { kind: echo }
  groq: { kind: openai-compatible, baseUrl: https://api.groq.com/openai/v1, apiKey: { env: GROQ_API_KEY } }
routes:
  support: { target: echo/echo-mini }
prices:
  - { provider: echo, model: "echo*", inputPerMillion: 1, outputPerMillion: 2 }
`;

const log = createJsonLog(() => {});

/** A folder with a configuration, and the command line run in this process as if it were typed there. */
export async function openFolder(options: { readonly config?: string; readonly env?: Record<string, string> } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-cli-"));
  const env = options.env ?? {};
  const configFile = join(folder, "holdfast.yaml");
  if (options.config !== "none") await writeFile(configFile, options.config ?? usualConfig);
  const dataDir = join(folder, ".holdfast");
  const listeners = new Set<() => void>();
  const inFolder = (path: string | undefined): string => resolve(folder, path ?? "holdfast.yaml");

  function machine(out: string[], err: string[]): Machine {
    return {
      version: "0.0.0-test",
      invocation: "holdfast",
      workingDirectory: folder,
      env,
      clock: nodeClock,
      terminal: {
        out: (text) => void out.push(`${text}\n`),
        err: (text) => void err.push(`${text}\n`),
        style: (_style, text) => text,
        columns: undefined,
      },
      startGateway: (wish) =>
        startNode({
          configPath: inFolder(wish.configPath),
          dataDir: wish.dataDir ?? dataDir,
          port: wish.port ?? 0,
          host: wish.host ?? "127.0.0.1",
          apply: wish.apply,
          env,
          log,
        }),
      openLocal: (place, mayCreate) =>
        openLocalStore({
          configPath: inFolder(place.configPath),
          dataDir: place.dataDir ?? dataDir,
          mayCreate,
          env,
          log,
        }),
      readConfigText: (path) => ({
        path: path ?? "holdfast.yaml",
        text: readConfigFile(inFolder(path), path !== undefined),
      }),
      readTree: (path) => {
        const text = readConfigFile(inFolder(path), path !== undefined);
        return Promise.resolve(readTreeSource(inFolder(path), readConfig(text, path ?? "holdfast.yaml", env)));
      },
      hasSecret: (ref) => createNodeSecrets(env).get(ref) !== undefined,
      readPriceSource: (from) => readPriceSource(from.startsWith("http") ? from : inFolder(from), 1_000_000),
      readPromptFiles: (directory) => Promise.resolve(readPromptFiles(inFolder(directory))),
      spoolBacklog: (directory) => Promise.resolve(spoolBacklog(join(directory, "spool"))),
      onStopSignal(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      exitNow: (code) => {
        throw new Error(`the process would end now with ${code}`);
      },
    };
  }

  /** Starts a command; `out` grows while it runs. */
  function start(...argv: readonly string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const exited = runCli(argv, machine(out, err)).then((exit): Ran => {
      const text = out.join("");
      return {
        exit,
        out: text,
        err: err.join(""),
        json: () => JSON.parse(text),
        lines: () =>
          text
            .trimEnd()
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => JSON.parse(line)),
      };
    });
    return {
      exited,
      out,
      err,
      /** Resolves when standard output satisfies the test; rejects after 30 seconds, or when the command ended. */
      async until(isEnough: (text: string) => boolean): Promise<string> {
        let ended = false;
        void exited.then(() => (ended = true));
        for (let waits = 0; waits < 1_500; waits += 1) {
          if (isEnough(out.join(""))) return out.join("");
          if (ended) break;
          await new Promise((resolvePromise) => setTimeout(resolvePromise, 20));
        }
        throw new Error(`this was not enough: ${out.join("")}${err.join("")}`);
      },
    };
  }

  return {
    folder,
    dataDir,
    configFile,
    run: async (...argv: readonly string[]): Promise<Ran> => await start(...argv).exited,
    start,
    /** As if Ctrl-C was pressed. */
    interrupt: () => [...listeners].forEach((listener) => listener()),
    /** Opens the store, as a command would. Held open, it makes commands start faster: they share the database. */
    openStore: async () =>
      await openLocalStore({ configPath: inFolder(undefined), dataDir, mayCreate: true, env, log }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Folder = Awaited<ReturnType<typeof openFolder>>;
export type OpenedStore = Awaited<ReturnType<Folder["openStore"]>>;

/** Puts calls into the ledger, as the spool's drainer does. */
export async function record(
  { store }: OpenedStore,
  calls: readonly CallRecord[],
  bodies: readonly Json[] = [],
): Promise<void> {
  await store.calls.insertEncoded(
    calls.map((call) => JSON.stringify(call)),
    bodies.map((body) => JSON.stringify(body)),
  );
}
