import { mayUse } from "../../access/scope.ts";
import { HoldfastError } from "../../errors.ts";
import { headerValue } from "../../lib/header-list.ts";
import type { ReceivedCall } from "../call.ts";
import { routeOfRelease } from "./find-route.ts";
import type { Gateway } from "../gateway.ts";
import { refuseOtherDialect } from "./resolve-target.ts";
import type { Route } from "../snapshot.ts";

const header = "holdfast-release";
/** `7`, or `support@7` as it stands in answers and in the ledger. */
const written = /^(?:([^@]{1,128})@)?([1-9]\d{0,8})$/;

/**
 * The route as the release serves it that the header `holdfast-release` asks for; undefined: nobody asks. Refuses with
 * `scope-missing`, `request-invalid` or `release-unknown`.
 */
export function forcedRelease(
  call: ReceivedCall,
  route: Route | undefined,
  gateway: Pick<Gateway, "registry">,
): Promise<Route> | undefined {
  const asked = headerValue(call.request.headers, header);
  if (asked === undefined) return undefined;
  const { key } = call.caller;
  if (key !== undefined && !mayUse(key, "releases:write")) {
    throw new HoldfastError("scope-missing", { message: `${header} takes a key with the scope "releases:write".` });
  }
  const [, named, number] = written.exec(asked) ?? [];
  if (number === undefined) {
    throw new HoldfastError("request-invalid", { message: `${header} must be a release's number.`, param: header });
  }
  if (route === undefined || (named !== undefined && named !== route.name)) {
    throw new HoldfastError("release-unknown", { message: "The call is not for that route.", param: header });
  }
  return find(call, { route: route.name, number: Number(number) }, gateway);
}

async function find(
  call: ReceivedCall,
  { route, number }: { readonly route: string; readonly number: number },
  { registry }: Pick<Gateway, "registry">,
): Promise<Route> {
  const release = await registry.release(route, number);
  if (release === undefined) {
    throw new HoldfastError("release-unknown", {
      message: `There is no ${route}@${number}; \`holdfast releases list ${route}\` shows them.`,
      param: header,
    });
  }
  const forced = routeOfRelease(release, call.snapshot);
  refuseOtherDialect(forced.target.provider, call.endpoint, route);
  return forced;
}
