import type { Run } from "./run.ts";

/** A word that may be disguised. */
export interface OddWord extends Run {
  /** Which kinds of character it has. */
  readonly kinds: number;
}
