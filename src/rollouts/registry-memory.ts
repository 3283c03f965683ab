import { BoundedMemo } from "../lib/bounded-memo.ts";
import type { RegistryHeads } from "../ports/registry-store.ts";
import { labelKey } from "./plan-prompts.ts";
import type { Release } from "./release.ts";
import type { RouteState } from "./route-state.ts";

/** As many as a process uses over and over; a thousand prompts in two versions each. */
const rememberedPrompts = 2_000;
const rememberedReleases = 2_000;
/** Made-up version numbers must not fill the memory before the next change of the registry empties it. */
const maxUnknown = 1_000;

/** Everything that moves, at one revision. Replaced whole, never changed. */
export interface RegistrySnapshot {
  readonly revision: number;
  /** By `labelKey`. */
  readonly labels: ReadonlyMap<string, number>;
  readonly routes: ReadonlyMap<string, PinnedRoute>;
  /** Prompt versions and releases that were asked for and are not there, as of this revision. */
  readonly unknown: Set<string>;
}

export interface PinnedRoute {
  readonly state: RouteState;
  readonly release: Release;
}

/**
 * What a process, or an isolate, remembers of the registry. Values only: it may be shared by requests that must not share
 * a promise or a connection. Versions and releases never change, so they are kept for as long as there is room.
 */
export class RegistryMemory<Prompt> {
  snapshot: RegistrySnapshot | undefined;
  readonly prompts = new BoundedMemo<Prompt>(rememberedPrompts);
  readonly releases = new BoundedMemo<Release>(rememberedReleases);
}

export function buildRegistrySnapshot(heads: RegistryHeads, pinned: readonly Release[]): RegistrySnapshot {
  const releases = new Map(pinned.map((release) => [release.route, release]));
  const routes = heads.routes.flatMap((state) => {
    const release = releases.get(state.route);
    return release === undefined ? [] : [[state.route, Object.freeze({ state, release })] as const];
  });
  return Object.freeze({
    revision: heads.revision,
    labels: new Map(heads.labels.map(({ name, label, version }) => [labelKey(name, label), version])),
    routes: new Map(routes),
    unknown: new Set<string>(),
  });
}

/** Remembers until the registry changes that there is no such thing. */
export function rememberUnknown({ unknown }: RegistrySnapshot, key: string): void {
  if (unknown.size < maxUnknown) unknown.add(key);
}
