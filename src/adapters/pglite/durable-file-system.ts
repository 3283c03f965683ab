import { fsyncSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/**
 * PGlite on a Node file system starts Postgres with `-F` (fsync off), and its file layer has no fsync to call: a commit
 * is safe from the death of the process, not from that of the machine. Given the missing call, Postgres does the rest.
 */
export class DurableFileSystem extends NodeFS {
  override async init(...[database, given]: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(database, given);
    const preRun = [emscriptenOpts.preRun ?? []].flat();
    preRun.push((module) => {
      const streamOperations: unknown = Object.getOwnPropertyDescriptor(module["NODEFS"] ?? {}, "stream_ops")?.value;
      if (typeof streamOperations !== "object" || streamOperations === null) {
        throw new Error("PGlite's file system has changed: there is nowhere to add fsync.");
      }
      Object.assign(streamOperations, { fsync: flush });
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

/** Called by emscripten with one of its streams; `nfd` is Node's number of the file behind it. */
function flush(stream: { readonly nfd?: number }): number {
  if (stream.nfd !== undefined) fsyncSync(stream.nfd);
  return 0;
}
