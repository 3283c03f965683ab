import type { ApiKey } from "../access/api-key.ts";
import { verifyKey } from "../access/verify-key.ts";
import { readPresentedKey } from "../access/read-presented-key.ts";
import { mayUse } from "../access/scope.ts";
import { parseTags } from "../ledger/parse-tags.ts";
import { headerValue } from "../lib/header-list.ts";
import { HoldfastError } from "../errors.ts";
import type { AddressedCall, CallLabels, Caller, IdentifiedCall } from "./call.ts";
import type { Gateway } from "./gateway.ts";

/** Calls without a key belong here, which only `auth: none` lets through. */
const openProject = "default";

/**
 * Finds out whose call it is, before any of its body is read. Refuses with `key-missing`, `key-unknown`, `key-expired`,
 * `key-revoked`, `scope-missing`, or `request-invalid` for labels it cannot read. A caller that is `known` brings no key:
 * it is this process itself, and nothing in a request can make it so.
 */
export function authenticate(
  call: AddressedCall,
  gateway: Pick<Gateway, "keys" | "hasher">,
  known?: Caller,
): IdentifiedCall | Promise<IdentifiedCall> {
  if (known !== undefined) return identify(call, known, []);
  const { headers, query } = call.request;
  const presented = readPresentedKey(headers, query);
  if (call.snapshot.auth === "none") return identify(call, anyone, presented.callerCredential);
  if (presented.key === undefined) {
    throw new HoldfastError("key-missing", {
      message: "Send it where your SDK puts its API key; `holdfast keys create` makes one.",
    });
  }
  const accept = (found: ApiKey | undefined): IdentifiedCall => {
    const key = verifyKey(found, call.startedAt);
    return identify(call, { project: key.project, key }, presented.callerCredential);
  };
  // Keys in memory are found at once; waiting for what is already there would cost a turn of the microtask queue.
  const found = gateway.keys.find(gateway.hasher.hash(presented.key));
  return found instanceof Promise ? found.then(accept) : accept(found);
}

function identify(call: AddressedCall, caller: Caller, callerCredential: readonly string[]): IdentifiedCall {
  const scope = call.endpoint.kind === "passthrough" ? "passthrough" : "call";
  if (caller.key !== undefined && !mayUse(caller.key, scope)) {
    throw new HoldfastError("scope-missing", { message: `It lacks the scope "${scope}".` });
  }
  return { ...call, caller, labels: readLabels(call), callerCredential };
}

const anyone: Caller = { project: openProject, key: undefined };

function readLabels(call: AddressedCall): CallLabels {
  const { headers } = call.request;
  const tags = headerValue(headers, "holdfast-tags");
  return {
    tags: tags === undefined ? undefined : parseTags(tags),
    user: headerValue(headers, "holdfast-user"),
    session: headerValue(headers, "holdfast-session"),
  };
}
