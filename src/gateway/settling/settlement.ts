import type { Reading } from "../../dialects/dialect.ts";
import type { HoldfastError } from "../../errors.ts";
import { headerValue } from "../../lib/header-list.ts";
import type { LedgerEntry, Outcome } from "../../ledger/call-record.ts";
import type { UpstreamAnswer } from "../../ports/upstream.ts";
import type { AddressedCall, IdentifiedCall, ReceivedCall, WrittenCall } from "../call.ts";
import { buildEntry } from "./build-entry.ts";
import { CallDeadline } from "../call-deadline.ts";
import { Capture } from "./capture.ts";
import type { Gateway } from "../gateway.ts";
import { outcomeOf } from "./outcome-of.ts";

/** How a call ended, as far as its answer shows. */
export interface CallEnd {
  readonly outcome: Outcome;
  /** What the caller got; 499 when it left before a head. */
  readonly status: number;
  readonly error?: HoldfastError;
  readonly reading?: Reading;
  readonly responseBytes: number;
}

/** When things happened, on the monotonic clock; undefined: they did not. */
export interface CallTimes {
  /** The first one's start. */
  attempt: number | undefined;
  upstreamEnd: number | undefined;
  firstToken: number | undefined;
}

/** A call that came as far as it did. */
export type AnyCall = AddressedCall & Partial<IdentifiedCall> & Partial<ReceivedCall> & Partial<WrittenCall>;

/**
 * The closing of one call in the ledger. It learns how far the call came and when, and writes one row when it is closed;
 * closing again does nothing. Two kinds of refusals are counted, not stored: of a call whose caller is not known, or strangers
 * could fill the ledger; and of any call while the spool is full, or its bound would be none.
 */
export class Settlement {
  readonly #gateway: Gateway;
  readonly deadline: CallDeadline;
  readonly times: CallTimes = { attempt: undefined, upstreamEnd: undefined, firstToken: undefined };
  #call: AnyCall;
  #attempts = 0;
  #providerRequestId: string | undefined;
  #status: number | undefined;
  #closed = false;
  #capture: Capture | undefined;

  constructor(call: AddressedCall, gateway: Gateway) {
    this.#call = call;
    this.#gateway = gateway;
    const { started, snapshot, request } = call;
    this.deadline = new CallDeadline(request.cancellation, gateway.clock, {
      started,
      totalMs: snapshot.limits.totalMs,
    });
    gateway.openCalls.add(this.deadline);
  }

  get closed(): boolean {
    return this.#closed;
  }

  get attempts(): number {
    return this.#attempts;
  }

  /** What is kept of the bodies; undefined when the policy keeps none of this call's. */
  get capture(): Capture | undefined {
    return this.#capture;
  }

  /** The call has come this far. */
  reached(call: AnyCall): void {
    this.#call = call;
    if (this.#capture !== undefined || call.body === undefined) return;
    const policy = call.snapshot.capture;
    const wanted =
      policy.bodies === "all" || (policy.bodies === "sampled" && this.#gateway.ids.random() < policy.sampleRate);
    if (wanted) this.#capture = new Capture(policy);
  }

  attemptStarted(): void {
    this.#attempts += 1;
    // What earlier targets took to fail is no cost of the gateway's.
    this.times.attempt ??= this.#gateway.clock.monotonic();
  }

  headArrived(answer: UpstreamAnswer): void {
    this.#status = answer.status;
    this.#providerRequestId = headerValue(answer.headers, "x-request-id") ?? headerValue(answer.headers, "request-id");
  }

  upstreamEnded(): void {
    this.times.upstreamEnd ??= this.#gateway.clock.monotonic();
  }

  firstToken(): void {
    this.times.firstToken ??= this.#gateway.clock.monotonic();
  }

  /**
   * The milliseconds that the gateway itself has cost up to `now`: before it asked the provider, and after a plain answer
   * was complete. A stream is forwarded as it comes, so nothing after its head counts.
   */
  overheadMs(now: number): number {
    const { attempt, upstreamEnd } = this.times;
    if (attempt === undefined) return now - this.#call.started;
    return attempt - this.#call.started + (upstreamEnd === undefined ? 0 : now - upstreamEnd);
  }

  fail(error: HoldfastError): Promise<void> | undefined {
    const status = error.code === "client-closed" ? (this.#status ?? 499) : error.traits.status;
    return this.close({ outcome: outcomeOf(error), status, error, responseBytes: 0 });
  }

  /** Resolves when the row survives this process. */
  close(end: CallEnd): Promise<void> | undefined {
    if (this.#closed) return undefined;
    this.#closed = true;
    const { counters, openCalls, recorder, clock } = this.#gateway;
    openCalls.remove(this.deadline);
    if (this.#call.caller === undefined || (end.outcome === "refused" && !recorder.accepting())) {
      counters.refusedUnstored(end.error?.code ?? "internal-error");
      return undefined;
    }
    const ended = clock.monotonic();
    counters.settled(end.outcome, ended - this.#call.started);
    for (const { action, detector } of this.#call.guards?.findings ?? [])
      if (action !== "pass") counters.found(detector);
    return recorder.record(this.#entry(end, ended));
  }

  /** Announces a streamed call, so that it has a row even if this process is killed before the stream's end. */
  announce(): void {
    if (this.#call.caller === undefined) return;
    const end: CallEnd = { outcome: "broke", status: this.#status ?? 0, responseBytes: 0 };
    this.#gateway.recorder.opened(this.#entry(end, this.#gateway.clock.monotonic()));
  }

  #entry(end: CallEnd, ended: number): LedgerEntry {
    return buildEntry(
      {
        call: this.#call,
        end,
        times: this.times,
        ended,
        overheadMs: this.overheadMs(ended),
        attempts: this.#attempts,
        providerRequestId: this.#providerRequestId,
        capture: this.#capture,
      },
      this.#gateway,
    );
  }
}
