import type { SharedProgress } from "./drain-progress.ts";
import type { DrainStatus } from "./drainer.ts";
import type { SpoolPosition } from "./spool-record.ts";

/** What a drainer's thread is started with. */
export interface DrainThreadInput {
  readonly directory: string;
  readonly firstLiveSegment: number;
  readonly committed: SharedArrayBuffer;
  readonly progress: SharedProgress;
  readonly backlogEnd: SpoolPosition;
  readonly insertTimeoutMs: number;
  /** URL of the module that exports `openDrainParts`, and what to call it with: plain data. */
  readonly partsModule: string;
  readonly partsInput: unknown;
}

/** To the thread. */
export type DrainCommand = "hurry" | "stop";

/** From the thread. */
export type DrainMessage =
  | { readonly kind: "status"; readonly status: DrainStatus }
  | {
      readonly kind: "log";
      readonly level: "info" | "warn" | "error";
      readonly event: string;
      readonly fields: Readonly<Record<string, unknown>> | undefined;
    };

/** Both ends of the channel are of the same build and nobody else holds it: the outline vouches for the rest. */
export function isDrainMessage(value: unknown): value is DrainMessage {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return value.kind === "status" || value.kind === "log";
}

/** As for `isDrainMessage`: only `startDrainThread` starts the thread. */
export function isDrainThreadInput(value: unknown): value is DrainThreadInput {
  return typeof value === "object" && value !== null && "directory" in value && "partsModule" in value;
}
