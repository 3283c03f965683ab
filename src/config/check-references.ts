import { nearestNames } from "../lib/nearest-names.ts";
import type { ConfigPath, DialectFamily, Finding } from "./config.ts";
import { maxPolicies, noPolicy, standardPolicy } from "./guard-schema.ts";
import { kindNames } from "./provider-schema.ts";
import { providersFor } from "./providers-for.ts";
import { maxFallbacks } from "./release-schemas.ts";
import { maxPrices, maxProviders, maxRoutes } from "./section-schemas.ts";
import { isMapping, valueAt } from "./value-at.ts";

const maxQuotedLength = 60;
const families: readonly DialectFamily[] = ["openai", "anthropic", "gemini"];

/** Names of providers (in targets, defaults, prices) and of guard policies, which must exist. `root` is the file's data, valid or not. */
export function checkReferences(root: unknown): readonly Finding[] {
  const providers = entries(root, "providers", maxProviders).map(([id, provider]) => ({
    id,
    kind: isMapping(provider) ? provider["kind"] : undefined,
  }));
  const ids = providers.map(({ id }) => id);
  return [
    ...checkTargets(root, ids),
    ...checkDefaults(root, providers),
    ...checkPrices(root, ids),
    ...checkGuards(root, ids),
  ];
}

/** The policies that routes name, and the models that policies ask. */
function checkGuards(root: unknown, ids: readonly string[]): readonly Finding[] {
  const policies = entries(root, "guards", maxPolicies);
  const names = [standardPolicy, noPolicy, ...policies.map(([name]) => name)];
  const routes = entries(root, "routes", maxRoutes).flatMap(([route, content]): readonly Finding[] => {
    const name = valueAt(content, ["guards"]);
    if (typeof name !== "string" || names.includes(name)) return [];
    const [nearest] = nearestNames(name, names, 1);
    const path = ["routes", route, "guards"];
    const message = `names guard policy ${JSON.stringify(name.slice(0, maxQuotedLength))}, which is not written under guards`;
    return [nearest === undefined ? { path, message } : { path, message, suggestion: `did you mean ${nearest}?` }];
  });
  const judges = policies.flatMap(([name, policy]) => {
    const judge = valueAt(policy, ["classifier", "judge"]);
    if (typeof judge !== "string" || judge.indexOf("/") < 1) return [];
    const path = ["guards", name, "classifier", "judge"];
    return unknownProvider(judge.slice(0, judge.indexOf("/")), ids).map((problem) => ({ path, ...problem }));
  });
  const reserved = Object.keys(Object.fromEntries(policies)).includes(noPolicy)
    ? [{ path: ["guards", noPolicy], message: "is the name that stands for no policy: choose another" }]
    : [];
  return [...reserved, ...routes, ...judges];
}

function checkTargets(root: unknown, ids: readonly string[]): readonly Finding[] {
  return entries(root, "routes", maxRoutes).flatMap(([name, route]) => {
    if (!isMapping(route)) return [];
    const fallbacks = Array.isArray(route["fallbacks"]) ? route["fallbacks"].slice(0, maxFallbacks) : [];
    return [
      ...checkTarget(route["target"], ["routes", name, "target"], ids),
      ...fallbacks.flatMap((target, index) => checkTarget(target, ["routes", name, "fallbacks", index], ids)),
    ];
  });
}

function checkTarget(target: unknown, path: ConfigPath, ids: readonly string[]): readonly Finding[] {
  if (typeof target !== "string" || target.indexOf("/") < 1) return [];
  return unknownProvider(target.slice(0, target.indexOf("/")), ids).map((problem) => ({ path, ...problem }));
}

function checkDefaults(root: unknown, providers: Parameters<typeof providersFor>[1]): readonly Finding[] {
  const ids = providers.map(({ id }) => id);
  return families.flatMap((family): readonly Finding[] => {
    const id = valueAt(root, ["defaults", family]);
    if (typeof id !== "string") return [];
    const path = ["defaults", family];
    const unknown = unknownProvider(id, ids);
    if (unknown.length > 0) return unknown.map((problem) => ({ path, ...problem }));
    const speakers = providersFor(family, providers);
    if (speakers.includes(id)) return [];
    const kind = valueAt(root, ["providers", id, "kind"]);
    // A kind that is missing or misspelt is reported where it stands.
    if (!kindNames.some((known) => known === kind)) return [];
    const others = speakers.length === 0 ? "no configured provider does" : `these do: ${speakers.join(", ")}`;
    return [{ path, message: `names a provider of kind ${String(kind)}, which does not speak this API; ${others}` }];
  });
}

function checkPrices(root: unknown, ids: readonly string[]): readonly Finding[] {
  const prices = valueAt(root, ["prices"]);
  if (!Array.isArray(prices)) return [];
  return prices.slice(0, maxPrices).flatMap((price, index) => {
    const id: unknown = valueAt(price, ["provider"]);
    if (typeof id !== "string") return [];
    return unknownProvider(id, ids).map((problem) => ({ path: ["prices", index, "provider"], ...problem }));
  });
}

/** One problem when there is no such provider, else none. */
function unknownProvider(id: string, ids: readonly string[]): readonly Omit<Finding, "path">[] {
  if (ids.includes(id)) return [];
  const [nearest] = nearestNames(id, ids, 1);
  const message = `names provider ${JSON.stringify(id.slice(0, maxQuotedLength))}, which is not configured`;
  if (nearest !== undefined) return [{ message, suggestion: `did you mean ${JSON.stringify(nearest)}?` }];
  return [{ message: ids.length === 0 ? message : `${message}; configured are ${ids.slice(0, 10).join(", ")}` }];
}

/** The entries of a section, no more than a valid one may have. */
function entries(root: unknown, key: string, max: number): readonly (readonly [string, unknown])[] {
  const value = valueAt(root, [key]);
  return isMapping(value) ? Object.entries(value).slice(0, max) : [];
}
