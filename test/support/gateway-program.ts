/**
 * Runs a gateway as a process of its own: `node gateway-program.ts <holdfast.yaml> <data directory>`. Its first line on
 * standard output is JSON with the address and, on a first start, the keys.
 */
import { createJsonLog } from "../../src/adapters/node/json-log.ts";
import { startNode } from "../../src/entry/start-node.ts";

const [configPath, dataDir] = process.argv.slice(2);
if (configPath === undefined || dataDir === undefined) throw new Error("gateway-program.ts <holdfast.yaml> <data>");

const gateway = await startNode({
  configPath,
  dataDir,
  host: "127.0.0.1",
  env: process.env,
  log: createJsonLog((line) => void process.stderr.write(line)),
});
let stopping = false;
const stop = (): void => {
  // Who asks twice does not want to wait.
  if (stopping) process.exit(1);
  stopping = true;
  void gateway.drain().then(() => process.exit(0));
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.on("SIGUSR2", () => {
  globalThis.gc?.();
});
process.stdout.write(`${JSON.stringify({ url: gateway.url, firstStart: gateway.firstStart ?? null })}\n`);
