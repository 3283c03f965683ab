import { fileURLToPath } from "node:url";
import { freePort } from "../machine/free-port.ts";
import type { Machine } from "../machine/machine.ts";
import { startProcess } from "../machine/start-process.ts";

export interface Stub {
  readonly pid: number;
  readonly port: number;
  /** How many slow streams its clients hold open, and since when it is that many (`process.hrtime`, nanoseconds). */
  readonly slowStreams: () => { readonly open: number; readonly sinceNanoseconds: number };
  readonly stop: () => Promise<void>;
}

/** Starts the stub upstream on the load's core. */
export async function startStub(machine: Machine): Promise<Stub> {
  const port = await freePort();
  const program = fileURLToPath(new URL("upstream.ts", import.meta.url));
  const { child, pid, stop } = await startProcess(machine, {
    name: "stub upstream",
    place: "load",
    command: [process.execPath, program, String(port)],
    port,
    messages: true,
  });
  let slow = { open: 0, sinceNanoseconds: 0 };
  child.on("message", (message: { kind: string; open: number; atNanoseconds: number }) => {
    if (message.kind === "slow") slow = { open: message.open, sinceNanoseconds: message.atNanoseconds };
  });
  return { pid, port, slowStreams: () => slow, stop };
}
