/** The drainer's thread: parsing, counting and the database stay off the event loop that answers calls. */
import { parentPort, workerData } from "node:worker_threads";
import type { Log } from "../../ports/log.ts";
import { SharedPosition } from "./shared-position.ts";
import { DrainProgress } from "./drain-progress.ts";
import { isDrainThreadInput, type DrainMessage } from "./drain-messages.ts";
import type { OpenDrainParts } from "./drain-parts.ts";
import { Drainer } from "./drainer.ts";

const input: unknown = workerData;
const port = parentPort;
if (port === null || !isDrainThreadInput(input)) throw new Error("drain-worker.ts runs only as the spool's thread.");

const send = (message: DrainMessage): void => port.postMessage(message);
const logAs =
  (level: "info" | "warn" | "error"): Log["info"] =>
  (event, fields) =>
    send({ kind: "log", level, event, fields });

const loaded: unknown = await import(input.partsModule);
if (!hasOpenDrainParts(loaded)) throw new Error(`${input.partsModule} does not export openDrainParts.`);

const drainer = new Drainer({
  directory: input.directory,
  firstLiveSegment: input.firstLiveSegment,
  committed: new SharedPosition(input.committed),
  progress: new DrainProgress(input.progress),
  backlogEnd: input.backlogEnd,
  insertTimeoutMs: input.insertTimeoutMs,
  log: { info: logAs("info"), warn: logAs("warn"), error: logAs("error") },
  openParts: () => loaded.openDrainParts(input.partsInput),
  onStatus: (status) => send({ kind: "status", status }),
});

port.on("message", (command: unknown) => {
  if (command === "stop") drainer.stop();
  else drainer.hurry();
});

await drainer.run();
port.close();

/** The parts module is the entry's own file; TypeScript checked its shape where it was written. */
function hasOpenDrainParts(value: unknown): value is { readonly openDrainParts: OpenDrainParts } {
  return (
    typeof value === "object" &&
    value !== null &&
    "openDrainParts" in value &&
    typeof value.openDrainParts === "function"
  );
}
