import type { Machine } from "../machine/machine.ts";
import type { Reading } from "../measure/figures.ts";
import type { LoadSizes } from "../measure/load.ts";

/** Everything one run found out; what the JSON file holds beside the summary. */
export interface RunRecord {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly commit: string;
  readonly node: string;
  readonly machine: Machine;
  /** True: Holdfast ran from `dist/`. */
  readonly built: boolean;
  readonly sizes: LoadSizes;
  readonly rounds: number;
  readonly contestants: readonly { readonly name: string; readonly about: string }[];
  readonly absent: readonly { readonly name: string; readonly because: string }[];
  readonly readings: readonly Reading[];
}
