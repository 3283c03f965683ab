import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const program = fileURLToPath(new URL("./provider-program.ts", import.meta.url));
const seenSchema = z.object({
  requests: z.int(),
  open: z.int(),
  bytesTaken: z.number(),
  leftAtMs: z.record(z.string(), z.number()),
});

export interface Provider {
  readonly url: string;
  /** What it saw: requests, answers that are open now, bytes of huge streams that were taken, when callers left. */
  seen(): Promise<z.infer<typeof seenSchema>>;
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a model provider in a process of its own; see `provider-program.ts` for what it answers. */
export async function startProvider(): Promise<Provider> {
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = await lines.next();
  if (port.done === true) throw new Error("the provider did not start");
  const url = `http://127.0.0.1:${port.value}`;
  return {
    url,
    async seen() {
      const response = await fetch(`${url}/seen`);
      return seenSchema.parse(await response.json());
    },
    async forget() {
      await fetch(`${url}/forget`);
    },
    async close() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
