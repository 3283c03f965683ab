import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { SSEStreamingApi } from "hono/streaming";
import { z } from "zod";
import { verifyKey } from "../access/verify-key.ts";
import { toHoldfastError } from "../errors.ts";
import { callQuerySchema } from "../ledger/parse-call-filter.ts";
import type { TailRequest } from "../ledger/tail-calls.ts";
import { tailCalls } from "../ledger/tail-calls.ts";
import type { AdminEnv, AdminParts } from "./admin-parts.ts";

export const tailQuerySchema = callQuerySchema.extend({
  after: z
    .string()
    .optional()
    .describe("The id of the last event that was received; so does a `last-event-id` header."),
});

/** Each tail asks the database twice a second. One more than this ends the oldest, whose client may come again. */
const maxTails = 32;
/** Shorter than proxies wait on a silent connection. */
const heartbeatMs = 15_000;

export interface TailDesk {
  /** Answers with an event stream: one `call` event a call, its id the cursor to go on from. */
  open(context: Context<AdminEnv>, request: TailRequest): Promise<Response>;
}

/** Serves tails, and bounds how many there are. */
export function createTailDesk(parts: Pick<AdminParts, "store" | "clock" | "log" | "keys">): TailDesk {
  const { clock } = parts;
  const open = new Set<AbortController>();
  const seat = (): AbortController => {
    const [oldest] = open;
    if (open.size >= maxTails && oldest !== undefined) {
      oldest.abort();
      open.delete(oldest);
    }
    const ending = new AbortController();
    open.add(ending);
    return ending;
  };
  return {
    async open(context, request) {
      const ending = seat();
      const leave = (): void => {
        ending.abort();
        open.delete(ending);
      };
      const { hash } = context.var.key;
      // A key that is revoked while its tail runs reads nothing more.
      const stillMayRead = async () => void verifyKey(await parts.keys.find(hash), clock.now());
      const batches = tailCalls(request, { calls: parts.store.calls, clock, signal: ending.signal });
      try {
        // The first batch is fetched before the head goes out, so that a bad filter is an error with a status.
        const first = await batches.next();
        return streamSSE(context, async (stream) => {
          stream.onAbort(leave);
          try {
            await write(stream, first, { batches, clock, stillMayRead });
          } catch (error) {
            const { code, message } = toHoldfastError(error);
            parts.log.warn("tail-broke", { code, error });
            await stream.writeSSE({ event: "error", data: JSON.stringify({ error: { code, message } }) });
          } finally {
            leave();
          }
        });
      } catch (error) {
        leave();
        throw error;
      }
    },
  };
}

type Batches = ReturnType<typeof tailCalls>;
type Batch = Awaited<ReturnType<Batches["next"]>>;

interface Source {
  readonly batches: Batches;
  readonly clock: AdminParts["clock"];
  /** Throws when the key may not any more. */
  readonly stillMayRead: () => Promise<void>;
}

async function write(stream: SSEStreamingApi, first: Batch, source: Source): Promise<void> {
  const { batches, clock, stillMayRead } = source;
  let batch = first;
  let wroteAt = Number.NEGATIVE_INFINITY;
  while (batch.done !== true) {
    await stillMayRead();
    const { calls, cursor } = batch.value;
    for (const [index, call] of calls.entries()) {
      // Only the last call of a batch carries the cursor: going on from it repeats a batch that was cut, and skips none.
      const id = index === calls.length - 1 ? { id: cursor } : {};
      await stream.writeSSE({ event: "call", data: JSON.stringify(call), ...id });
    }
    const now = clock.monotonic();
    if (calls.length > 0) wroteAt = now;
    else if (now - wroteAt >= heartbeatMs) {
      await stream.writeSSE({ event: "alive", data: "", id: cursor });
      wroteAt = now;
    }
    batch = await batches.next();
  }
}
