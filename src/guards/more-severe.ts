import type { Action } from "./policy.ts";

const severity: Readonly<Record<Action, number>> = { pass: 0, flag: 1, redact: 2, block: 3 };

/** The more severe of two actions. */
export function moreSevere(one: Action, other: Action): Action {
  return severity[other] > severity[one] ? other : one;
}
