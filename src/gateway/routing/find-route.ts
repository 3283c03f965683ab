import { HoldfastError } from "../../errors.ts";
import type { Target } from "../../providers/provider.ts";
import type { Release, ReleaseContent } from "../../rollouts/release.ts";
import type { Gateway } from "../gateway.ts";
import type { ConfiguredRoute, Route, Snapshot } from "../snapshot.ts";

type Registry = Pick<Gateway["registry"], "route" | "routes">;

/** What was made ready for calls, by the snapshot whose providers it names. Neither ever changes. */
const ready = new WeakMap<Snapshot, WeakMap<Release | ConfiguredRoute, Route>>();

/**
 * Who serves a route now: its pinned release, or what the configuration says while the registry does not have it.
 * Undefined: there is no such route. Refuses with `release-broken`.
 */
export function findRoute(name: string, snapshot: Snapshot, registry: Registry): Route | undefined {
  const pinned = registry.route(name);
  if (pinned !== undefined) return routeOfRelease(pinned, snapshot);
  const configured = snapshot.routes.get(name);
  if (configured === undefined) return undefined;
  if (!configured.hasPrompt) return remember(configured, snapshot, () => buildRoute(configured, snapshot));
  throw new HoldfastError("release-broken", {
    message: `The route "${name}" binds a prompt and was never applied: run \`holdfast apply\`.`,
  });
}

/** Every route that can be asked for. */
export function routeNames(snapshot: Snapshot, registry: Registry): readonly string[] {
  return [...new Set([...registry.routes(), ...snapshot.routes.keys()])];
}

/** A release, ready for calls. Refuses with `release-broken` when it names a provider that there no longer is. */
export function routeOfRelease(release: Release, snapshot: Snapshot): Route {
  return remember(release, snapshot, () => {
    const { route, number, content } = release;
    return buildRoute({ name: route, content }, snapshot, `${route}@${number}`);
  });
}

function remember(made: Release | ConfiguredRoute, snapshot: Snapshot, build: () => Route): Route {
  const known = ready.get(snapshot)?.get(made);
  if (known !== undefined) return known;
  const built = build();
  const ofSnapshot = ready.get(snapshot) ?? new WeakMap<Release | ConfiguredRoute, Route>();
  ready.set(snapshot, ofSnapshot.set(made, built));
  return built;
}

function buildRoute(
  { name, content }: { readonly name: string; readonly content: ReleaseContent },
  snapshot: Snapshot,
  release?: string,
): Route {
  const targets = [content.target, ...(content.fallbacks ?? [])].map((text) =>
    targetOf(text, snapshot, release ?? name),
  );
  const [target, ...fallbacks] = targets;
  if (target === undefined)
    throw new HoldfastError("internal-error", { internal: { reason: "a route without target" } });
  const { prompt, parameters } = content;
  const guards = content.guards === undefined ? undefined : snapshot.readPolicy(content.guards);
  return Object.freeze({ name, release, target, fallbacks, prompt, parameters, guards });
}

function targetOf(text: string, { providers }: Snapshot, whose: string): Target {
  const slash = text.indexOf("/");
  const provider = providers.get(text.slice(0, slash));
  if (provider !== undefined) return { provider, model: text.slice(slash + 1) };
  throw new HoldfastError("release-broken", {
    message: `"${whose}" names the provider "${text.slice(0, slash)}", which the configuration does not have.`,
  });
}
