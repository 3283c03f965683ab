import { fileURLToPath } from "node:url";
import { freePort } from "../machine/free-port.ts";
import { startProcess } from "../machine/start-process.ts";
import type { Contestant, ContestantName } from "./contestant.ts";

/** A proxy of our own that does nothing but forward; `file` is its program, beside this one. */
export function bareProxy(name: ContestantName, file: string, about: string): Contestant {
  return {
    name,
    about,
    obstacle: () => Promise.resolve(undefined),
    start: async ({ machine, upstreamOrigin }) => {
      const port = await freePort();
      const program = fileURLToPath(new URL(file, import.meta.url));
      const command = [process.execPath, program, String(port), upstreamOrigin];
      const { pid, stop } = await startProcess(machine, { name, place: "contestant", command, port });
      return {
        pid,
        port,
        headers: ["authorization: Bearer sk-bench"],
        model: "gpt-4o-mini",
        keepsBytes: true,
        settled: () => Promise.resolve(),
        stop,
      };
    },
  };
}
