import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const program = fileURLToPath(new URL("../adapters/pglite/open-store-process.ts", import.meta.url));
const saying = z.object({ isOwner: z.boolean(), ids: z.array(z.string()).default([]) });

export interface StoreProcess {
  readonly isOwner: boolean;
  /** Has it insert so many calls; resolves with their ids once they are committed. */
  insert(count: number): Promise<{ readonly isOwner: boolean; readonly ids: readonly string[] }>;
  close(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts another process that opens the embedded store of `dataDir`; resolves when it has. */
export async function startStoreProcess(dataDir: string): Promise<StoreProcess> {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async () => {
    const line = await lines.next();
    if (line.done === true) throw new Error("the process ended before it answered");
    return saying.parse(JSON.parse(line.value));
  };
  const say = async (text: string) => {
    child.stdin.write(`${text}\n`);
    return await hear();
  };
  const { isOwner } = await hear();
  return {
    isOwner,
    insert: (count) => say(String(count)),
    async close() {
      await say("close");
      await exited;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Starts such a process and kills it after `afterMs`, whatever it is doing then. */
export async function killStoreProcessAfter(dataDir: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [program, dataDir], { stdio: "ignore" });
  const exited = once(child, "exit");
  setTimeout(() => child.kill("SIGKILL"), afterMs);
  await exited;
}
