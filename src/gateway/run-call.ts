import { HoldfastError } from "../errors.ts";
import type { CallRecord } from "../ledger/call-record.ts";
import { Cancellation } from "../lib/cancellation.ts";
import { readBeginning } from "../lib/read-beginning.ts";
import type { Beginning } from "../lib/read-beginning.ts";
import type { Body, ByteSource, HeaderList } from "../ports/http-message.ts";
import type { Caller } from "./call.ts";
import type { Gateway } from "./gateway.ts";
import { handleCall } from "./handle-call.ts";

/** The most of an answer that is kept; what follows is metered and dropped. */
export const maxKeptAnswer = 8 * 1024 * 1024;

/** A call that this process makes itself. */
export interface OwnCall {
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  /** Whose call it is: nobody asks for a key. */
  readonly caller: Caller;
  /** Cancels the call, until its last byte. */
  readonly signal: AbortSignal;
}

export interface RanCall {
  readonly answer: Beginning;
  /** The call's row; undefined when the call was refused so early that it has none. */
  readonly record: CallRecord | undefined;
}

/**
 * Takes one call the way that callers' calls go, with their limits, their ledger and their guards, and waits for its end.
 * Rejects with `client-closed` when the signal is aborted; every other failure is an answer and a row.
 */
export async function runCall(call: OwnCall, gateway: Gateway): Promise<RanCall> {
  const cancellation = new Cancellation();
  let record: CallRecord | undefined;
  const tapped: Gateway = {
    ...gateway,
    recorder: {
      record(entry) {
        record = entry.call;
        return gateway.recorder.record(entry);
      },
      opened: (entry) => gateway.recorder.opened(entry),
      accepting: () => gateway.recorder.accepting(),
      state: () => gateway.recorder.state(),
    },
  };
  const { path, query, headers, body, caller } = call;
  const request = {
    method: "POST",
    path,
    query,
    headers,
    body: sourceOf(body),
    remoteAddress: undefined,
    cancellation,
  };
  const answering = handleCall(request, tapped, caller).then((answer) => keep(answer.body));
  const answer = await unlessAborted(answering, call.signal, cancellation);
  return { answer, record };
}

/** Cancels the call when the signal is aborted, and rejects then: a cancelled call's body says nothing more. */
async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  cancellation: Cancellation,
): Promise<Result> {
  let leave = (): void => {};
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => {
      const reason = new HoldfastError("client-closed");
      cancellation.cancel(reason);
      reject(reason);
    };
  });
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([work, left]);
  } finally {
    // One signal may stand for many calls.
    signal.removeEventListener("abort", leave);
  }
}

async function keep(body: Body): Promise<Beginning> {
  if (body === undefined) return { bytes: new Uint8Array(), isWhole: true };
  if (!(body instanceof Uint8Array)) return await readBeginning(body, maxKeptAnswer);
  return { bytes: body.subarray(0, maxKeptAnswer), isWhole: body.byteLength <= maxKeptAnswer };
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    start(sink) {
      sink.data(bytes);
      sink.end();
    },
    pause() {},
    resume() {},
    cancel() {},
  };
}
