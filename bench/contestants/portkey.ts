import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../machine/free-port.ts";
import { startProcess } from "../machine/start-process.ts";
import type { Contestant } from "./contestant.ts";

const home = fileURLToPath(new URL("../portkey/", import.meta.url));
const program = join(home, "node_modules/@portkey-ai/gateway/build/start-server.js");

/** Installs exactly what the lock file names, once. Install scripts are not run: Portkey's patches its own sources. */
function install(): string | undefined {
  if (existsSync(program)) return undefined;
  process.stderr.write("Installing Portkey's gateway into bench/portkey (once) …\n");
  const done = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: home, encoding: "utf8" });
  return done.status === 0 ? undefined : `npm ci in bench/portkey failed: ${done.stderr || String(done.error)}`;
}

/** Portkey's open gateway from npm, forwarding to the stub as an OpenAI provider with a custom host. */
export const portkey: Contestant = {
  name: "portkey",
  about:
    "@portkey-ai/gateway from npm (bench/portkey/package.json), its server adapter pinned to one whose streams work",
  obstacle: () => Promise.resolve(install()),
  start: async ({ machine, upstreamOrigin }) => {
    const port = await freePort();
    const { pid, stop } = await startProcess(machine, {
      name: "portkey",
      place: "contestant",
      command: [process.execPath, program, `--port=${port}`, "--headless"],
      port,
    });
    return {
      pid,
      port,
      headers: [
        "authorization: Bearer sk-bench",
        "x-portkey-provider: openai",
        `x-portkey-custom-host: ${upstreamOrigin}/v1`,
      ],
      model: "gpt-4o-mini",
      keepsBytes: false,
      settled: () => Promise.resolve(),
      stop,
    };
  },
};
