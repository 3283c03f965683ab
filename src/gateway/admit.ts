import { isRouteAllowed } from "../access/allowed-route.ts";
import type { Target } from "../providers/provider.ts";
import { HoldfastError } from "../errors.ts";
import type { AdmittedCall, ReceivedCall } from "./call.ts";
import { forcedRelease } from "./routing/forced-release.ts";
import type { Gateway } from "./gateway.ts";
import { defaultProvider, resolveTarget } from "./routing/resolve-target.ts";
import type { Resolved } from "./routing/resolve-target.ts";
import { shouldAskForUsage } from "./should-ask-for-usage.ts";

/**
 * Decides whether the call may go on, and to whom. Refuses with `spool-full`, `shutting-down`, `model-missing`,
 * `model-unknown`, `provider-unknown`, `dialect-unsupported`, `route-forbidden`, `credential-missing`, `release-broken`,
 * and where a release is forced `release-unknown` or `scope-missing`.
 */
export function admit(
  call: ReceivedCall,
  gateway: Pick<Gateway, "recorder" | "openCalls" | "registry">,
): AdmittedCall | Promise<AdmittedCall> {
  // A call that cannot be recorded must not cost money.
  if (!gateway.recorder.accepting()) throw new HoldfastError("spool-full");
  if (!gateway.openCalls.accepting()) throw new HoldfastError("shutting-down");
  const resolved = findTarget(call, gateway);
  const forced = forcedRelease(call, resolved.route, gateway);
  if (forced === undefined) return admitTo(resolved, call);
  return forced.then((route) => admitTo({ route, target: route.target }, call));
}

function admitTo({ route, target }: Resolved, call: ReceivedCall): AdmittedCall {
  refuseForbidden(call, route?.name, target);
  if (target.provider.credentials === "caller" && call.callerCredential.length === 0) {
    throw new HoldfastError("credential-missing", {
      message: `Send the key of ${target.provider.id} where its SDK puts it, and the Holdfast key as holdfast-key.`,
    });
  }
  return { ...call, route, target, withholdUsage: shouldAskForUsage(call, target.provider) };
}

function findTarget(call: ReceivedCall, { registry }: Pick<Gateway, "registry">): Resolved {
  const model = call.reading.model;
  if (call.namedProvider !== undefined) {
    const provider = call.snapshot.providers.get(call.namedProvider);
    if (provider === undefined) throw new HoldfastError("provider-unknown");
    return { route: undefined, target: { provider, model: model ?? "" } };
  }
  if (model !== undefined && model !== "") {
    return resolveTarget(model, call.endpoint, { snapshot: call.snapshot, registry });
  }
  if (call.endpoint.kind === "call") {
    throw new HoldfastError("model-missing", {
      message: 'Name a route, or provider/model, in "model".',
      param: "model",
    });
  }
  const provider = defaultProvider(call.endpoint, call.snapshot);
  if (provider === undefined) {
    throw new HoldfastError("provider-unknown", {
      message: `No provider serves ${call.request.path.slice(0, 200)} by default; set defaults.${call.endpoint.family}, or use /providers/{id}/….`,
    });
  }
  return { route: undefined, target: { provider, model: "" } };
}

function refuseForbidden(call: ReceivedCall, route: string | undefined, target: Target): void {
  const { key } = call.caller;
  // The list of models names only what the key may use.
  if (key === undefined || key.allowedRoutes.length === 0 || call.endpoint.kind === "models") return;
  const name = route ?? `${target.provider.id}/${target.model}`;
  if (isRouteAllowed(key.allowedRoutes, name)) return;
  throw new HoldfastError("route-forbidden", { message: `It is limited to: ${key.allowedRoutes.join(", ")}.` });
}
