import type { Config } from "../config/config.ts";
import { chosenGuardPolicy } from "../config/guard-policy.ts";
import type { TreeSource } from "./tree-source.ts";

/** The routes of a configuration as a tree has them. */
export function routesOfConfig(config: Pick<Config, "routes" | "guards">): TreeSource["routes"] {
  return Object.entries(config.routes).map(([name, route]) => {
    const guards = chosenGuardPolicy(route.guards, config.guards);
    return {
      name,
      target: route.target,
      rollout: route.rollout,
      ...(route.prompt === undefined ? {} : { prompt: route.prompt }),
      ...(route.parameters === undefined ? {} : { parameters: mutable(route.parameters) }),
      ...(guards === undefined ? {} : { guards: { policy: guards.policy, content: { ...guards.content } } }),
      ...(route.fallbacks.length === 0 ? {} : { fallbacks: [...route.fallbacks] }),
    };
  });
}

type Parameters = NonNullable<TreeSource["routes"][number]["parameters"]>;
type Configured = NonNullable<Config["routes"][string]["parameters"]>;

function mutable({ stop, ...others }: Configured): Parameters {
  return stop === undefined ? others : { ...others, stop: [...stop] };
}
