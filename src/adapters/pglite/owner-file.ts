import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { parseJson } from "../../lib/parse-json.ts";

/** Who has a database directory open. */
export interface Owner {
  readonly pid: number;
  /** Tells a process from a later one with the same number; empty where the system does not say. */
  readonly startedAt: string;
  readonly socketPath: string;
}

/** A takeover that was interrupted is forgotten after this long. */
const takeoverMs = 10_000;

/** Fields of `/proc/<pid>/stat` behind the name (which may hold anything): the state, and ticks since boot at the start. */
const stateField = 0;
const startField = 19;

/** This process, as the owner of what listens at `socketPath`. */
export function thisProcess(socketPath: string): Owner {
  return { pid: process.pid, startedAt: startTimeOf(process.pid), socketPath };
}

/** The owner a file names; undefined: there is none, or it cannot be read (it was cut short by a crash). */
export async function readOwner(path: string): Promise<Owner | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  const parsed = text === undefined ? undefined : parseJson(text);
  if (parsed?.ok !== true || typeof parsed.value !== "object" || parsed.value === null) return undefined;
  const { pid, startedAt, socketPath }: { pid?: unknown; startedAt?: unknown; socketPath?: unknown } = parsed.value;
  if (typeof pid !== "number" || typeof startedAt !== "string" || typeof socketPath !== "string") return undefined;
  return { pid, startedAt, socketPath };
}

export function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: there is such a process, and it is somebody else's.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return startTimeOf(owner.pid) === owner.startedAt;
}

/**
 * Writes the file. Call it only once the owner it names was found dead: two processes may find so at the same time, and
 * only one of them gets to replace it. True: `owner` owns it now.
 */
export async function claim(path: string, owner: Owner): Promise<boolean> {
  const dead = await readOwner(path);
  if (dead !== undefined && isAlive(dead)) return false;
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, JSON.stringify(owner), { mode: 0o600, flush: true });
  try {
    if (await linked(draft, path)) return true;
    return await takeOver(path, draft, dead);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Gives the file up, if it is still this process's. */
export async function release(path: string, owner: Owner): Promise<void> {
  if (isSame(await readOwner(path), owner)) await rm(path, { force: true });
}

/** A second file makes takers queue up; what the first one did is seen by the next. */
async function takeOver(path: string, draft: string, dead: Owner | undefined): Promise<boolean> {
  const turn = `${path}.takeover`;
  const held = await stat(turn).catch(() => undefined);
  if (held !== undefined && Date.now() - held.mtimeMs > takeoverMs) await rm(turn, { force: true });
  if (!(await linked(draft, turn))) return false;
  try {
    if (!isSame(await readOwner(path), dead)) return false;
    await rename(draft, path);
    return true;
  } finally {
    await rm(turn, { force: true });
  }
}

/** A hard link is made whole or not at all, and never over a file that is there. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isSame(one: Owner | undefined, other: Owner | undefined): boolean {
  return one?.pid === other?.pid && one?.startedAt === other?.startedAt && one?.socketPath === other?.socketPath;
}

/** Empty for a process that has ended, also when nobody has collected it yet, and where there is no `/proc`. */
function startTimeOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[stateField] === "Z" ? "" : (fields[startField] ?? "");
  } catch {
    return "";
  }
}
