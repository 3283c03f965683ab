/** Identifiers and randomness. */
export interface Ids {
  /** A UUID version 7 for a call that starts at `atMs` (milliseconds since 1970): sorts by time. */
  call(atMs: number): string;
  /** A number in [0, 1). */
  random(): number;
  /** `byteCount` unpredictable bytes. */
  secret(byteCount: number): Uint8Array;
}
