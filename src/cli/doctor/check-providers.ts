import type { Config } from "../../config/config.ts";
import { placeOfSecret } from "../../lib/place-of-secret.ts";
import type { SecretRef } from "../../ports/secrets.ts";
import { type CheckResult, type DoctorFacts, fail, ok, reasonOf, warn } from "./check.ts";

const onlinePatienceMs = 5_000;

type Provider = Config["providers"][string];

/** Each provider: are its secrets set, and with `online`, does its host answer? */
export async function checkProviders(facts: DoctorFacts, online: boolean): Promise<readonly CheckResult[]> {
  const providers = Object.entries(facts.config.providers);
  return await Promise.all(providers.map(([id, provider]) => checkProvider({ id, provider }, facts, online)));
}

interface Named {
  readonly id: string;
  readonly provider: Provider;
}

async function checkProvider({ id, provider }: Named, facts: DoctorFacts, online: boolean): Promise<CheckResult> {
  const name = `provider ${id}`;
  if (provider.kind === "echo") {
    return ok(name, "built in, answers without a network");
  }
  const missing = secretsOf(provider).filter((ref) => !facts.context.machine.hasSecret(ref));
  if (missing.length > 0) {
    const places = missing.map(placeOfSecret).join(", ");
    return fail(name, `${places} is not set or empty`, `Set it, or remove providers.${id}.`);
  }
  const has = provider.credentials === "caller" ? "takes the caller's own key" : keyText(provider);
  if (!online) return ok(name, has);
  const { host, origin } = new URL(provider.baseUrl);
  try {
    // Any answer will do, also a refusal: it is the way there that is in question.
    await fetch(origin, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(onlinePatienceMs) });
    return ok(name, `${has}; ${host} answers`);
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return warn(name, `${host} cannot be reached: ${reasonOf(cause)}`, "Check the network, a proxy, and baseUrl.");
  }
}

function keyText(provider: Exclude<Provider, { readonly kind: "echo" }>): string {
  return provider.apiKey === undefined ? "needs no key" : `key from ${placeOfSecret(provider.apiKey)}`;
}

function secretsOf(provider: Exclude<Provider, { readonly kind: "echo" }>): readonly SecretRef[] {
  const own = provider.credentials === "gateway" && provider.apiKey !== undefined ? [provider.apiKey] : [];
  return [...own, ...Object.values(provider.headers).filter((value) => typeof value !== "string")];
}
