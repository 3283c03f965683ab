import type { RandomNumbers } from "./prng.ts";

/** A way to write a text so that a model reads it and a filter may not. */
export interface Disguise {
  readonly name: string;
  /** Whether a reader was written for it. The others tell what happens to what nobody thought of. */
  readonly isRead: boolean;
  readonly apply: (text: string, numbers: RandomNumbers) => string;
}
