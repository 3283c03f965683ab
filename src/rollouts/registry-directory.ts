import { HoldfastError } from "../errors.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import type { PromptRef } from "../prompts/prompt.ts";
import { latestLabel } from "../prompts/stored-prompt-version.ts";
import type { StoredPromptVersion } from "../prompts/stored-prompt-version.ts";
import { labelKey } from "./plan-prompts.ts";
import type { BoundedMemo } from "../lib/bounded-memo.ts";
import type { RegistryMemory, RegistrySnapshot } from "./registry-memory.ts";
import { buildRegistrySnapshot, rememberUnknown } from "./registry-memory.ts";
import type { Release } from "./release.ts";
import type { RouteState } from "./route-state.ts";

/** What is there, or a promise of it when it has to be fetched; undefined: there is no such thing. */
export type Found<Thing> = Thing | undefined | Promise<Thing | undefined>;

/**
 * The registry as calls see it: from memory, without waiting, when it is warm. Pins and labels are as of the last
 * `refresh`; with the database away the last known ones go on being served.
 */
export interface RegistryDirectory<Prompt> {
  /** The release that serves a route. */
  route(name: string): Release | undefined;
  state(route: string): RouteState | undefined;
  /** The names of all routes that have a release. */
  routes(): Iterable<string>;
  /** Any release of a route: one that a caller forces. Rejects with `store-unavailable`. */
  release(route: string, number: number): Found<Release>;
  /** The version that is meant, opened. Rejects with `store-unavailable`, or with what `open` throws. */
  promptVersion(ref: PromptRef): Found<Prompt>;
  /** Reads pins and labels anew when the registry's revision moved. Rejects with `store-unavailable`. */
  refresh(): Promise<void>;
}

export interface DirectoryParts<Prompt> {
  readonly registry: Pick<RegistryStore, "revision" | "heads" | "releases" | "version" | "loadVersions">;
  readonly memory: RegistryMemory<Prompt>;
  /** Makes of a stored version what calls use; done once for each version. */
  readonly open: (version: StoredPromptVersion) => Prompt;
  /**
   * The most prompts of pinned releases that a refresh brings into memory before a call asks for them, so that they are
   * there when the database goes away; 0 where memory and start-up time are dear.
   */
  readonly prefetched: number;
}

/** A directory over a memory that may outlive it. Nothing is read before `refresh`. */
export function createRegistryDirectory<Prompt>(parts: DirectoryParts<Prompt>): RegistryDirectory<Prompt> {
  const { registry, memory, open } = parts;
  const promptFetches = new Map<string, Promise<Prompt | undefined>>();
  const releaseFetches = new Map<string, Promise<Release | undefined>>();
  return {
    route: (name) => memory.snapshot?.routes.get(name)?.release,
    state: (route) => memory.snapshot?.routes.get(route)?.state,
    routes: () => memory.snapshot?.routes.keys() ?? [],
    release(route, number) {
      const key = `${route}@${number}`;
      return find(key, { memo: memory.releases, fetches: releaseFetches, memory }, async () => {
        const [found] = await registry.releases([{ route, number }]);
        return found;
      });
    },
    promptVersion(ref) {
      const version = ref.version ?? memory.snapshot?.labels.get(labelKey(ref.name, ref.label ?? latestLabel));
      if (version === undefined) return undefined;
      const key = promptKey(ref.name, version);
      return find(key, { memo: memory.prompts, fetches: promptFetches, memory }, async () => {
        const stored = await registry.version(ref.name, version);
        return stored === undefined ? undefined : open(stored);
      });
    },
    async refresh() {
      if (await refresh(registry, memory)) await prefetch(parts);
    },
  };
}

interface Shelf<Thing> {
  readonly memo: BoundedMemo<Thing>;
  /** One fetch for all that ask at the same time. */
  readonly fetches: Map<string, Promise<Thing | undefined>>;
  readonly memory: { readonly snapshot: RegistrySnapshot | undefined };
}

function find<Thing>(key: string, shelf: Shelf<Thing>, load: () => Promise<Thing | undefined>): Found<Thing> {
  const known = shelf.memo.get(key);
  if (known !== undefined) return known;
  // What is missing is missing as of the snapshot that stood before the question, not of one that came meanwhile.
  const { snapshot } = shelf.memory;
  if (snapshot?.unknown.has(key) === true) return undefined;
  const underWay = shelf.fetches.get(key);
  if (underWay !== undefined) return underWay;
  const fetching = load()
    .then((found) => {
      if (found !== undefined) shelf.memo.set(key, found);
      else if (snapshot !== undefined) rememberUnknown(snapshot, key);
      return found;
    })
    .finally(() => shelf.fetches.delete(key));
  shelf.fetches.set(key, fetching);
  return fetching;
}

/** True: something had changed. */
async function refresh(
  registry: DirectoryParts<unknown>["registry"],
  memory: { snapshot: RegistrySnapshot | undefined; readonly releases: BoundedMemo<Release> },
): Promise<boolean> {
  if (memory.snapshot !== undefined && (await registry.revision()) === memory.snapshot.revision) return false;
  const heads = await registry.heads();
  const wanted = heads.routes.map(({ route, pinned }) => ({ route, number: pinned, key: `${route}@${pinned}` }));
  const known = wanted.flatMap(({ key }) => memory.releases.get(key) ?? []);
  const missing = wanted.filter(({ key }) => memory.releases.get(key) === undefined);
  const fetched = await registry.releases(missing.map(({ route, number }) => ({ route, number })));
  for (const release of fetched) memory.releases.set(`${release.route}@${release.number}`, release);
  if (known.length + fetched.length < wanted.length) {
    // Somebody deleted rows by hand. What served so far goes on, rather than a route vanishing.
    throw new HoldfastError("internal-error", { internal: { reason: "a pinned release is not in the registry" } });
  }
  memory.snapshot = buildRegistrySnapshot(heads, [...known, ...fetched]);
  return true;
}

async function prefetch<Prompt>({ registry, memory, open, prefetched }: DirectoryParts<Prompt>): Promise<void> {
  if (prefetched === 0) return;
  const bound = [...(memory.snapshot?.routes.values() ?? [])].flatMap(({ release }) => release.content.prompt ?? []);
  const missing = bound.filter(({ name, version }) => memory.prompts.get(promptKey(name, version)) === undefined);
  for (const stored of await registry.loadVersions(missing.slice(0, prefetched))) {
    try {
      memory.prompts.set(promptKey(stored.name, stored.version), open(stored));
    } catch {
      // One version that cannot be opened must not keep the others away; the call that needs it reports why.
    }
  }
}

/** Releases of a route that is called like the prompt have keys without a space. */
function promptKey(name: string, version: number): string {
  return `prompt ${name}@${version}`;
}
