import type { HeldEvent } from "./held-event.ts";

/** The most that waits, in bytes. One event may be larger than this (an image), but nothing is put behind it. */
const maxQueuedBytes = 4 * 1024 * 1024;
/** What an event costs besides its bytes, so that empty ones are bounded too. */
const eventCost = 256;
/** Places at the front that have been left are given up this many at a time. */
const maxLeft = 1_024;

/** Events of a stream in their order: each leaves when it is free, and all before it have left. */
export class StreamQueue {
  #events: HeldEvent[] = [];
  #left = 0;
  #size = 0;

  /** True when too much waits already for anything to be added. */
  get isFull(): boolean {
    return this.#size > maxQueuedBytes;
  }

  push(held: HeldEvent): void {
    this.#events.push(held);
    this.#size += held.event.bytes.byteLength + eventCost;
  }

  /** Takes the first event out; undefined: there is none, or it is held. */
  next(): HeldEvent | undefined {
    const first = this.#events[this.#left];
    if (first?.isFree !== true) return undefined;
    this.#left += 1;
    this.#size -= first.event.bytes.byteLength + eventCost;
    if (this.#left === this.#events.length || this.#left >= maxLeft) {
      this.#events = this.#events.slice(this.#left);
      this.#left = 0;
    }
    return first;
  }

  clear(): void {
    this.#events = [];
    this.#left = 0;
    this.#size = 0;
  }
}
