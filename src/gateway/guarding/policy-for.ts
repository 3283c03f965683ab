import { HoldfastError } from "../../errors.ts";
import type { PreparedCall } from "../call.ts";
import type { Gateway } from "../gateway.ts";
import type { NamedPolicy } from "../snapshot.ts";
import { tellBrokenTo } from "./tell-broken-to.ts";

/**
 * The guard policy that holds for a call: its route's, or `default` where it has no route, and besides that its key's.
 * Undefined: none. Throws `guard-broke` when the key names a policy that is not there: a guard that is missing does not pass.
 */
export function policyFor(
  { id, route, snapshot, caller }: Pick<PreparedCall, "id" | "route" | "snapshot" | "caller">,
  gateway: Pick<Gateway, "log" | "counters">,
): NamedPolicy | undefined {
  const ofRoute = route === undefined ? snapshot.guards : route.guards;
  const name = caller.key?.guards;
  if (name === undefined) return ofRoute;
  const named = snapshot.policyOfKey(name, ofRoute);
  if (named !== undefined) return named;
  tellBrokenTo(gateway, id)({ detector: `policy ${name}`, reason: "missing" });
  throw new HoldfastError("guard-broke", {
    message: `This key's calls are screened by the policy "${name}", which the configuration does not have.`,
  });
}
