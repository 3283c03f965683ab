import type { Action } from "./policy.ts";

const severity: Readonly<Record<Action, number>> = { pass: 0, flag: 1, redact: 2, block: 3 };

/** The action that decides; `pass` where there is none. */
export function mostSevere(actions: readonly Action[]): Action {
  let worst: Action = "pass";
  for (const action of actions) if (severity[action] > severity[worst]) worst = action;
  return worst;
}
