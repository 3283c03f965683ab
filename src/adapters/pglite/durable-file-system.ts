import { fsyncSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/**
 * PGlite on a Node file system starts Postgres with `-F` (fsync off), and its file layer has no fsync to call: a commit
 * is safe from the death of the process, not from that of the machine. Given the missing call, Postgres does the rest.
 *
 * A database that is being made holds nothing that anybody was promised: its files are written without waiting, which
 * saves a second, and its maker calls `beDurable` and flushes them all before the first commit counts.
 */
export class DurableFileSystem extends NodeFS {
  #durable: boolean;

  constructor(directory: string, { isNew }: { readonly isNew: boolean }) {
    super(directory);
    this.#durable = !isNew;
  }

  /** From now on every flush that Postgres asks for is waited for. */
  beDurable(): void {
    this.#durable = true;
  }

  override async init(...[database, given]: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(database, given);
    const preRun = [emscriptenOpts.preRun ?? []].flat();
    preRun.push((module) => {
      const streamOperations: unknown = Object.getOwnPropertyDescriptor(module["NODEFS"] ?? {}, "stream_ops")?.value;
      if (typeof streamOperations !== "object" || streamOperations === null) {
        throw new Error("PGlite's file system has changed: there is nowhere to add fsync.");
      }
      Object.assign(streamOperations, { fsync: (stream: OpenFile) => (this.#durable ? flush(stream) : 0) });
    });
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

/** Postgres' arguments as PGlite gives them, with writes that are waited for and a cache that suits a small machine. */
export const durableStartParams: readonly string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  "-c",
  "fsync=on",
  // The default, fdatasync, ends in a stub that does nothing.
  "-c",
  "wal_sync_method=fsync",
  "-c",
  // A quarter of the default. The operating system caches the same files, and all of this is taken at the start.
  "shared_buffers=32MB",
];

/** One of emscripten's streams; `nfd` is Node's number of the file behind it. */
interface OpenFile {
  readonly nfd?: number;
}

function flush(stream: OpenFile): number {
  if (stream.nfd !== undefined) fsyncSync(stream.nfd);
  return 0;
}
