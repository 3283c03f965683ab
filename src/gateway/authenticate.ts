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
 * `key-revoked`, `scope-missing`, or `request-invalid` for labels it cannot read.
 */
export async function authenticate(
  call: AddressedCall,
  gateway: Pick<Gateway, "keys" | "hasher">,
): Promise<IdentifiedCall> {
  const { headers, query } = call.request;
  const presented = readPresentedKey(headers, query);
  const caller = call.snapshot.auth === "none" ? anyone : await knownCaller(presented.key, call, gateway);
  const scope = call.endpoint.kind === "passthrough" ? "passthrough" : "call";
  if (caller.key !== undefined && !mayUse(caller.key, scope)) {
    throw new HoldfastError("scope-missing", { message: `It lacks the scope "${scope}".` });
  }
  return { ...call, caller, labels: readLabels(call), callerCredential: presented.callerCredential };
}

const anyone: Caller = { project: openProject, key: undefined };

async function knownCaller(
  presented: string | undefined,
  call: AddressedCall,
  gateway: Pick<Gateway, "keys" | "hasher">,
): Promise<Caller> {
  if (presented === undefined) {
    throw new HoldfastError("key-missing", {
      message: "Send it where your SDK puts its API key; `holdfast keys create` makes one.",
    });
  }
  const found = gateway.keys.find(gateway.hasher.hash(presented));
  const key = verifyKey(found instanceof Promise ? await found : found, call.startedAt);
  return { project: key.project, key };
}

function readLabels(call: AddressedCall): CallLabels {
  const { headers } = call.request;
  const tags = headerValue(headers, "holdfast-tags");
  return {
    tags: tags === undefined ? undefined : parseTags(tags),
    user: headerValue(headers, "holdfast-user"),
    session: headerValue(headers, "holdfast-session"),
  };
}
