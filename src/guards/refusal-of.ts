import { HoldfastError } from "../errors.ts";
import type { Verdict } from "./policy.ts";

/** The most texts that a refusal names, and detectors in each. */
const maxNamed = 5;
const maxPointer = 200;

const codes = { request: "guard-blocked", answer: "output-blocked" } as const;

/** The error that a policy's verdict comes to on its side of the call; undefined when the call may go on. */
export function refusalOf(verdict: Verdict, side: keyof typeof codes, policy: string): HoldfastError | undefined {
  if (verdict.kind !== "block" || verdict.shadow) return undefined;
  const blocking = Map.groupBy(
    verdict.findings.filter(({ action }) => action === "block"),
    ({ pointer }) => pointer,
  );
  if (blocking.size === 0) return brokenGuard(verdict);
  const found = Array.from(blocking).slice(0, maxNamed).map(describe).join("; ");
  return new HoldfastError(codes[side], {
    message: `Found ${found}. The policy "${policy}" forbids that; \`holdfast guards explain\` with the call's id says more.`,
  });
}

/** Says where, too: the pointer is into the caller's own body. */
function describe([pointer, findings]: readonly [string, Verdict["findings"]]): string {
  const detectors = [...new Set(findings.map(({ detector }) => detector))].slice(0, maxNamed).join(", ");
  return pointer === "" ? detectors : `in ${pointer.slice(0, maxPointer)}: ${detectors}`;
}

function brokenGuard({ broken }: Verdict): HoldfastError {
  const causes = broken.map(({ cause }) => cause).filter((cause) => cause !== undefined);
  return new HoldfastError("guard-broke", {
    internal: { broken: broken.map(({ detector, reason }) => `${detector}: ${reason}`) },
    cause: causes.length > 1 ? new AggregateError(causes) : causes[0],
  });
}
