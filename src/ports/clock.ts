/** Time. `now` is wall time for records, `monotonic` is for durations; both in milliseconds. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back; may have a fraction. */
  monotonic(): number;
  /** Runs `task` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, task: () => void): () => void;
}
