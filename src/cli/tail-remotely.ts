import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { CallView } from "../ledger/call-view.ts";
import { callViewSchema } from "../ledger/call-view.ts";
import { parseJson } from "../lib/parse-json.ts";
import type { ServerEvent } from "./read-server-events.ts";
import { readServerEvents } from "./read-server-events.ts";
import { RemoteError, UnreachableError } from "./exit-codes.ts";

/** A gateway that restarts is back within this; a tail goes on where it stood. */
const patienceMs = 60_000;
const retryMs = 1_000;

const failureSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
/** Failures of the gateway's surroundings: worth another try. All others are refusals. */
const passing: ReadonlySet<string> = new Set(["store-unavailable", "shutting-down", "internal-error"]);

type Open = (lastEventId: string | undefined) => Promise<ReadableStream<Uint8Array> | null>;

/** Where a tail stands, over all of its connections. */
interface Standing {
  lastEventId: string | undefined;
  /** On the process's monotonic clock; undefined: nothing was heard yet, so the address may well be wrong. */
  heardAt: number | undefined;
}

/**
 * Calls as a remote gateway sends them, until the signal is aborted. A connection that breaks is opened again and goes on
 * after the last call that came. Throws what `open` throws, when it does so for a minute.
 */
export async function* tailRemotely(signal: AbortSignal, open: Open): AsyncGenerator<CallView> {
  const standing: Standing = { lastEventId: undefined, heardAt: undefined };
  while (!signal.aborted) {
    try {
      yield* readConnection(await open(standing.lastEventId), standing);
    } catch (error) {
      if (signal.aborted) return;
      const isRefusal = error instanceof RemoteError && !passing.has(error.code);
      const { heardAt } = standing;
      if (isRefusal || heardAt === undefined || performance.now() - heardAt > patienceMs) throw error;
    }
    await sleep(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function* readConnection(body: ReadableStream<Uint8Array> | null, standing: Standing): AsyncGenerator<CallView> {
  if (body === null) throw new UnreachableError("The gateway's answer has no body.");
  for await (const event of readServerEvents(body)) {
    standing.heardAt = performance.now();
    const call = readCall(event);
    if (call !== undefined) yield call;
    // Only after the call was taken: a position is where to go on from.
    if (event.id !== undefined) standing.lastEventId = event.id;
  }
}

function readCall(event: ServerEvent): CallView | undefined {
  if (event.name !== "call" && event.name !== "error") return undefined;
  const parsed = parseJson(event.data);
  const value = parsed.ok ? parsed.value : undefined;
  if (event.name === "error") {
    const failure = failureSchema.safeParse(value);
    throw failure.success
      ? new RemoteError(failure.data.error.code, failure.data.error.message)
      : new UnreachableError("The gateway ended the tail and did not say why.");
  }
  const call = callViewSchema.safeParse(value);
  if (call.success) return call.data;
  throw new UnreachableError("The gateway sent a call that this Holdfast cannot read. Is it of the same version?");
}
