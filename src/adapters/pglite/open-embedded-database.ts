import { mkdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError } from "../../errors.ts";
import { claim, isAlive, readOwner, release, thisProcess } from "./owner-file.ts";
import type { Owner } from "./owner-file.ts";
import { chooseSocketPath } from "./socket-path.ts";
import { startWorker } from "./start-worker.ts";
import type { RunningWorker } from "./start-worker.ts";

export interface EmbeddedOptions {
  /** The installation's data directory; the database lives in `pglite/` below it. */
  readonly dataDir: string;
  /** Told when something needs an operator's eye: `embedded-database-restarted`, `embedded-database-set-aside`, … */
  readonly onEvent?: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Where the embedded database takes connections; pass it to `openStore` and `openPostgresSignals`. */
export interface EmbeddedDatabase {
  readonly url: string;
  readonly socketPath: string;
  /** True while this process runs the database; false while it uses another's. */
  isOwner(): boolean;
  /** Close the store first. */
  close(): Promise<void>;
}

/** Only the socket's permissions keep others out; the wire server asks for no password. */
const embeddedUrl = "postgres://holdfast@localhost/holdfast";

/** How long another process's database may take to answer: it may be making it. */
const otherStartsMs = 30_000;
const pollMs = 50;
const answerMs = 1000;

/** How soon a database whose process died is taken over by one that was using it, and one that broke is started again. */
const watchMs = 1000;

/**
 * Opens the embedded database of a data directory: starts it in a thread of this process, or, while another process has
 * it open, uses that one's and takes over when it dies. Throws `store-unavailable` when it cannot be started, or when
 * the other process lives and does not answer.
 */
export async function openEmbeddedDatabase({ dataDir, onEvent }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = join(dataDir, "pglite");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ownerFile = join(folder, "owner");
  const socketPath = (await livingOwner(ownerFile))?.socketPath ?? (await chooseSocketPath(folder));
  const turn = takeTurns({ folder, ownerFile, socketPath, tell: onEvent ?? (() => undefined) });
  await becomeOrJoin(turn, ownerFile, socketPath);
  const stopWatching = watchOver(turn);
  return {
    url: embeddedUrl,
    socketPath,
    isOwner: () => turn.isRunning(),
    async close() {
      await stopWatching();
      await turn.giveUp();
    },
  };
}

interface Turn {
  isRunning(): boolean;
  /** Runs the database in this process, unless another living process does. True: it runs here. */
  run(): Promise<boolean>;
  giveUp(): Promise<void>;
  readonly tell: NonNullable<EmbeddedOptions["onEvent"]>;
}

interface TurnOptions {
  readonly folder: string;
  readonly ownerFile: string;
  readonly socketPath: string;
  readonly tell: NonNullable<EmbeddedOptions["onEvent"]>;
}

function takeTurns({ folder, ownerFile, socketPath, tell }: TurnOptions): Turn {
  const self = thisProcess(socketPath);
  let worker: RunningWorker | undefined;
  let owns = false;
  let closing = false;
  const start = async (): Promise<void> => {
    const running = await startWorker({ directory: join(folder, "data"), socketPath }, (report) => {
      if (report.kind === "set-aside") tell("embedded-database-set-aside", { directory: report.directory });
    });
    worker = running;
    void running.ended.then((error) => {
      worker = undefined;
      if (!closing) tell("embedded-database-ended", { reason: error?.message ?? "it exited" });
    });
  };
  return {
    tell,
    isRunning: () => worker !== undefined,
    async run() {
      if (!owns) owns = (await livingOwner(ownerFile)) === undefined && (await claim(ownerFile, self));
      if (owns && worker === undefined) await start();
      return owns;
    },
    async giveUp() {
      closing = true;
      await worker?.close();
      if (!owns) return;
      await rm(socketPath, { force: true });
      await release(ownerFile, self);
      owns = false;
    },
  };
}

async function becomeOrJoin(turn: Turn, ownerFile: string, socketPath: string): Promise<void> {
  const deadline = performance.now() + otherStartsMs;
  for (;;) {
    if (await runOrGiveUp(turn)) return;
    if (await answers(socketPath)) return;
    if (performance.now() > deadline) {
      const owner = await readOwner(ownerFile);
      throw new HoldfastError("store-unavailable", {
        message: `Process ${owner?.pid ?? "?"} has the embedded database open and does not answer. Stop it, or set DATABASE_URL to a Postgres that several processes can share.`,
      });
    }
    await sleep(pollMs);
  }
}

async function runOrGiveUp(turn: Turn): Promise<boolean> {
  try {
    return await turn.run();
  } catch (cause) {
    await turn.giveUp();
    throw new HoldfastError("store-unavailable", { message: "The embedded database did not start.", cause });
  }
}

/** Looks every second whether somebody runs the database, and runs it when nobody does. Returns how to stop. */
function watchOver(turn: Turn): () => Promise<void> {
  const stop = new AbortController();
  const watching = (async () => {
    for (;;) {
      const stopped = await sleep(watchMs, false, { signal: stop.signal, ref: false }).catch(() => true);
      if (stopped) return;
      if (turn.isRunning()) continue;
      try {
        if (await turn.run()) turn.tell("embedded-database-started", { reason: "nobody ran it" });
      } catch (error) {
        turn.tell("embedded-database-unavailable", { reason: error instanceof Error ? error.message : String(error) });
      }
    }
  })();
  return async () => {
    stop.abort();
    await watching;
  };
}

/** A process in another container is not seen by its number, so its socket is asked as well. */
async function livingOwner(ownerFile: string): Promise<Owner | undefined> {
  const owner = await readOwner(ownerFile);
  if (owner === undefined) return undefined;
  return isAlive(owner) || (await answers(owner.socketPath)) ? owner : undefined;
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(answerMs, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
