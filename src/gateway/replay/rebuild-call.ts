import { callHead } from "../../dialects/call-head.ts";
import type { CallHead } from "../../dialects/call-head.ts";
import { findEndpoint } from "../../dialects/endpoints.ts";
import { HoldfastError } from "../../errors.ts";
import type { CallDetail, CallView } from "../../ledger/call-view.ts";
import type { Gateway } from "../gateway.ts";
import { resolveTarget } from "../routing/resolve-target.ts";

/** What is needed to make a call of the ledger anew. */
export interface RebuiltCall {
  readonly head: CallHead;
  readonly body: string;
}

/**
 * The request of a captured call, as far as it can be made again: its headers are not in the ledger. Refuses with
 * `call-unrepeatable`, or with what a call that names this model is refused with.
 */
export function rebuildCall(
  { call, bodies }: CallDetail,
  gateway: Pick<Gateway, "snapshot" | "registry">,
): RebuiltCall {
  const { dialect, operation, stream, requested_model: model = "" } = call;
  const head = model === "" ? undefined : callHead({ dialect, operation, stream, model });
  if (head === undefined) throw unrepeatable(`It is no call of a model but of "${operation}".`);
  refuseOtherProvider(call, head, gateway);
  return { head, body: capturedRequest(bodies) };
}

function capturedRequest(bodies: CallDetail["bodies"]): string {
  if (bodies?.request === undefined) {
    throw unrepeatable(
      "Its request was not captured. With capture.bodies set to all or sampled, the requests of later calls are.",
    );
  }
  if (bodies.request_truncated === true) {
    throw unrepeatable("Only the beginning of its request was captured; capture.maxBytes says how much is kept.");
  }
  if (bodies.request_encoding === "base64") throw unrepeatable("Its request is not UTF-8, which every model call is.");
  return bodies.request;
}

/**
 * A call below `/providers/{id}` names its provider in a path that is not in the ledger. What one provider was told must
 * not go to another because the model's name alone leads there.
 */
function refuseOtherProvider(call: CallView, head: CallHead, gateway: Pick<Gateway, "snapshot" | "registry">): void {
  const { route, provider, requested_model: model = "" } = call;
  const endpoint = findEndpoint(head.path, { anthropic: false, google: false });
  if (route !== undefined || provider === undefined || endpoint === undefined) return;
  const { target } = resolveTarget(model, endpoint, { snapshot: gateway.snapshot(), registry: gateway.registry });
  if (target.provider.id === provider) return;
  throw unrepeatable(
    `It went to ${provider}, and its model's name alone leads to ${target.provider.id} now. Of calls to /providers/…, the path is not kept.`,
  );
}

function unrepeatable(why: string): HoldfastError {
  return new HoldfastError("call-unrepeatable", { message: why });
}
