import type { Trust } from "../../dialects/transcript.ts";
import type { PromptVariable } from "../prompt-content.ts";

/** The variable that a piece of output comes from. Of several, the least trusted one. */
export interface Origin {
  readonly variable: string;
  readonly trust: Trust;
}

const distrust = { operator: 0, user: 1, tool: 2 } as const satisfies Record<Trust, number>;

/** The least trusted of some declared variables, of equals the first. Undefined when there are none. */
export function leastTrusted(
  names: Iterable<string>,
  declared: Readonly<Record<string, PromptVariable>>,
): Origin | undefined {
  let least: Origin | undefined;
  for (const variable of names) {
    const trust = declared[variable]?.trust;
    if (trust !== undefined && (least === undefined || distrust[trust] > distrust[least.trust])) {
      least = { variable, trust };
    }
  }
  return least;
}
