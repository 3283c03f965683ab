import { HoldfastError } from "../errors.ts";
import type { Cancellation } from "../lib/cancellation.ts";
import type { Clock } from "../ports/clock.ts";
import type { OpenCall } from "./open-calls.ts";

/** What is being waited for, and the error of waiting too long. */
const waits = {
  body: () => new HoldfastError("body-timeout"),
  head: () => new HoldfastError("upstream-timeout", { message: "No answer began within the first-byte limit." }),
  more: () =>
    new HoldfastError("upstream-timeout", { message: "The answer fell silent for longer than the idle limit." }),
} as const;

/**
 * How long a call may go on: as a whole, and in what it waits for now. Only numbers are set here; one sweep over all open
 * calls looks at them, because two timers for each call would cost more than everything else about waiting.
 */
export class CallDeadline implements OpenCall {
  readonly cancellation: Cancellation;
  place = -1;
  readonly #clock: Clock;
  readonly #totalMs: number;
  readonly #ends: number;
  #waitEnds = Infinity;
  #waitMs = Infinity;
  #wait: keyof typeof waits = "body";
  #instead: ((reason: Error) => void) | undefined;

  constructor(cancellation: Cancellation, clock: Clock, limit: { readonly started: number; readonly totalMs: number }) {
    this.cancellation = cancellation;
    this.#clock = clock;
    this.#totalMs = limit.totalMs;
    this.#ends = limit.started + limit.totalMs;
  }

  get deadline(): number {
    return Math.min(this.#ends, this.#waitEnds);
  }

  expire(): void {
    const instead = this.#instead;
    if (this.#ends <= this.#waitEnds) {
      this.cancellation.cancel(new HoldfastError("call-timeout", { message: `limits.total is ${this.#totalMs} ms.` }));
    } else if (instead === undefined) {
      this.cancellation.cancel(waits[this.#wait]());
    } else {
      this.waitForNothing();
      instead(waits[this.#wait]());
    }
  }

  /**
   * From now on, for `ms` milliseconds, this is waited for. When it does not come the call is cancelled, or `instead` is
   * done, once, where the call can go on without it.
   */
  waitFor(what: keyof typeof waits, ms: number, instead?: (reason: Error) => void): void {
    this.#wait = what;
    this.#instead = instead;
    this.#waitMs = ms;
    this.#waitEnds = this.#clock.monotonic() + ms;
  }

  /** Something came: the same wait begins again. */
  heard(): void {
    this.#waitEnds = this.#clock.monotonic() + this.#waitMs;
  }

  /** Nothing is waited for (the caller reads slowly, or sends a long upload): only the whole call's limit holds. */
  waitForNothing(): void {
    this.#waitEnds = Infinity;
    this.#instead = undefined;
  }
}
