import type { GuardPolicy } from "../../../config/config.ts";
import { bareCall } from "../../../dialects/bare-call.ts";
import type { BareCall } from "../../../dialects/bare-call.ts";
import { HoldfastError } from "../../../errors.ts";
import type { ClassifierEndpoint } from "../../../guards/external/build-classifier-endpoint.ts";
import type { Provider } from "../../../providers/provider.ts";
import type { ExternalClassifier } from "../../snapshot.ts";

/** What of the configuration in force a policy refers to by name. */
export interface ExternalParts {
  readonly providers: ReadonlyMap<string, Provider>;
  /** By the policy's name. */
  readonly endpoints: ReadonlyMap<string, ClassifierEndpoint>;
}

/**
 * The external classifier of a policy, ready for calls; undefined: it has none. Whether one is asked is the policy's say,
 * and so a release's. Where an endpoint is, and with which secret, the configuration in force says alone, as it does of
 * providers: who may write releases must not choose where texts and secrets go. Throws `config-invalid` or
 * `release-broken`.
 */
export function buildExternalClassifier(
  policy: string,
  classifier: GuardPolicy["classifier"],
  parts: ExternalParts,
): ExternalClassifier | undefined {
  if (classifier === undefined) return undefined;
  const { judge, sampleRate, timeout: timeoutMs } = classifier;
  const asked: ExternalClassifier["asked"] =
    judge === undefined
      ? { kind: "endpoint", endpoint: endpointOf(policy, parts) }
      : { kind: "judge", call: judgeOf(policy, judge, parts) };
  return Object.freeze({ sampleRate, timeoutMs, asked });
}

function endpointOf(policy: string, { endpoints }: ExternalParts): ClassifierEndpoint {
  const endpoint = endpoints.get(policy);
  if (endpoint !== undefined) return endpoint;
  throw new HoldfastError("release-broken", {
    message: `Its guard policy asks an external classifier, and the configuration has no guards.${policy}.classifier.url.`,
  });
}

function judgeOf(policy: string, judge: string, { providers }: ExternalParts): BareCall {
  const id = judge.slice(0, judge.indexOf("/"));
  const provider = providers.get(id);
  if (provider === undefined) {
    throw new HoldfastError("release-broken", {
      message: `Its guard policy asks "${judge}", and the configuration does not have the provider "${id}".`,
    });
  }
  const where = `guards.${policy}.classifier.judge names ${id}`;
  if (provider.credentials === "caller") {
    throw new HoldfastError("config-invalid", {
      message: `${where}, which takes the callers' own keys, and a judge has no caller. Name a provider with an apiKey.`,
    });
  }
  const call = bareCall(provider.dialects, judge);
  if (call !== undefined) return call;
  throw new HoldfastError("config-invalid", { message: `${where}, which has no API to ask a model by.` });
}
