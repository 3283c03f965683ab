import type { PromptLabel, StoredPromptVersion, PromptVersionSummary } from "../prompts/stored-prompt-version.ts";
import type { Release } from "../rollouts/release.ts";
import type { RouteState } from "../rollouts/route-state.ts";

/** Somebody changed something: who, what, when, and how it was before. */
export interface AuditEvent {
  /** UUID version 7. */
  readonly id: string;
  readonly atMs: number;
  /** A key's id, or the operating system's user on the command line. */
  readonly actor: string;
  /** `prompt.publish`, `label.move`, `route.rollback` … */
  readonly action: string;
  /** `support`, `support-reply`: the name of what was changed. */
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Everything that moves, at one moment. Small: versions and releases themselves are not in it. */
export interface RegistryHeads {
  /** The registry's revision before the rest was read: a change in between is seen as one. */
  readonly revision: number;
  readonly labels: readonly PromptLabel[];
  readonly routes: readonly RouteState[];
}

/** Rows to add and to replace, all or none of them. */
export interface RegistryChange {
  readonly versions?: readonly StoredPromptVersion[];
  /** By name and label; one that is there is replaced. */
  readonly labels?: readonly PromptLabel[];
  readonly removedLabels?: readonly Pick<PromptLabel, "name" | "label">[];
  readonly releases?: readonly Release[];
  /** By route; one that is there is replaced. */
  readonly routes?: readonly RouteState[];
  readonly events: readonly AuditEvent[];
}

export interface ReleaseId {
  readonly route: string;
  readonly number: number;
}

export interface AuditFilter {
  readonly subject?: string;
  readonly actor?: string;
  readonly action?: string;
}

/** Prompt versions, labels, releases, the routes' pins, and the record of their changes. */
export interface RegistryStore {
  /** A number that grows with every change but those of the audit log alone. */
  revision(): Promise<number>;
  heads(): Promise<RegistryHeads>;
  /**
   * Makes the change when the registry still has this revision, in one transaction; false: somebody changed it in
   * between, nothing was done, and the change has to be worked out anew.
   */
  commit(change: RegistryChange, revision: number): Promise<boolean>;
  version(name: string, version: number): Promise<StoredPromptVersion | undefined>;
  /** Many versions with their contents; those that are not there are left out. */
  loadVersions(
    wanted: readonly Pick<StoredPromptVersion, "name" | "version">[],
  ): Promise<readonly StoredPromptVersion[]>;
  /** Of each pair the version that has this content, where there is one. */
  versionsByHash(
    wanted: readonly { readonly name: string; readonly hash: string }[],
  ): Promise<readonly PromptVersionSummary[]>;
  /** The highest number that each prompt has a version under; prompts without any are left out. */
  newestVersions(names: readonly string[]): Promise<readonly Pick<StoredPromptVersion, "name" | "version">[]>;
  /** Newest first; `before` is exclusive. `limit` is 1 to 1,000. */
  versions(name: string, limit: number, before?: number): Promise<readonly PromptVersionSummary[]>;
  releases(wanted: readonly ReleaseId[]): Promise<readonly Release[]>;
  /** Of each pair the release that has this content, where there is one. */
  releasesByHash(wanted: readonly { readonly route: string; readonly hash: string }[]): Promise<readonly Release[]>;
  /** Newest first; `before` is exclusive. `limit` is 1 to 1,000. */
  history(route: string, limit: number, before?: number): Promise<readonly Release[]>;
  /** Newest first; `before` is an event's id, exclusive. `limit` is 1 to 1,000. */
  events(filter: AuditFilter, limit: number, before?: string): Promise<readonly AuditEvent[]>;
}
