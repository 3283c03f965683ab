import type { CallGuards } from "../call-guards.ts";

/** Whether a rule of the policy could refuse a tool call, so that none may be shown before it is known whole. */
export function mayRefuseToolCalls({
  named: { compiled },
  situation,
}: Pick<CallGuards, "named" | "situation">): boolean {
  const { actions, tools } = compiled.policy;
  // There is nothing to cut out of a call: what would be redacted is blocked.
  if (actions["tool-call"] !== "block" && actions["tool-call"] !== "redact") return false;
  const asksForSource = tools.flaggedArguments === "refuse" && situation.flagged.length > 0;
  const hasRules = tools.allow !== undefined || tools.hosts !== undefined || Object.keys(tools.arguments).length > 0;
  return hasRules || asksForSource || situation.depth > tools.maxDepth;
}
