import type { ApiKey } from "../access/api-key.ts";
import type { CallBodies, CallRecord } from "../ledger/call-record.ts";
import type { RegistryStore } from "./registry-store.ts";

/** A position in a list that is sorted newest first. Opaque to callers of the API. */
export interface CallCursor {
  readonly startedAt: string;
  readonly id: string;
}

export interface CallFilter {
  readonly project?: string;
  readonly route?: string;
  /** Matches requested or answering model; a trailing `*` matches a prefix. */
  readonly model?: string;
  readonly provider?: string;
  readonly outcome?: string;
  /** Exact (`429`) or a class (`4xx`). */
  readonly status?: string;
  readonly errorCode?: string;
  /** All must match: tag name to value. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly endUser?: string;
  readonly session?: string;
  /** `support@7`. */
  readonly release?: string;
  /** `support-reply@3`. */
  readonly prompt?: string;
  readonly minCostNanodollars?: number;
  readonly minLatencyMs?: number;
  /** ISO 8601; inclusive. */
  readonly since?: string;
  /** ISO 8601; exclusive. */
  readonly until?: string;
}

export interface CallPage {
  readonly calls: readonly CallRecord[];
  /** Where the next, older page begins; undefined: this was the last. */
  readonly next: CallCursor | undefined;
}

/** New prices for one call that is already in the ledger. */
export interface Reprice {
  readonly id: string;
  readonly startedAt: string;
  readonly costNanodollars: number | undefined;
  readonly priceSource: string | undefined;
  readonly priceVersion: string | undefined;
}

/** What guards made of the calls of one route and release. */
export interface GuardCounts {
  readonly route: string | undefined;
  readonly release: string | undefined;
  /** All of them, screened or not. */
  readonly calls: number;
  /** Calls by `guard_verdict`. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Calls in which a detector found something, whatever the policy made of it. */
  readonly detectors: Readonly<Record<string, number>>;
}

export interface CallStore {
  /**
   * Writes a batch in one statement. `rows` are JSON objects with the columns of `calls`, `bodies` those of
   * `call_bodies`; both are the very text from the spool. Rows already there (same id) are left alone.
   */
  insertEncoded(rows: readonly string[], bodies: readonly string[]): Promise<void>;
  /** Newest first; keyset pagination. `limit` is 1 to 1,000. */
  list(filter: CallFilter, limit: number, after?: CallCursor): Promise<CallPage>;
  /** Calls that became visible after `after` in order of arrival, oldest first, for `tail`; with no cursor: none, and a cursor. */
  since(
    filter: CallFilter,
    limit: number,
    after: CallCursor | undefined,
  ): Promise<{ readonly calls: readonly CallRecord[]; readonly cursor: CallCursor }>;
  /** One entry for each route and release, most calls first. */
  countFindings(filter: CallFilter): Promise<readonly GuardCounts[]>;
  get(id: string): Promise<CallRecord | undefined>;
  bodies(id: string): Promise<CallBodies | undefined>;
  reprice(prices: readonly Reprice[]): Promise<void>;
  /** Creates partitions ahead of time and drops those older than `retentionDays`. */
  maintain(nowMs: number, retentionDays: number): Promise<void>;
}

export interface KeyStore {
  create(key: ApiKey): Promise<void>;
  all(): Promise<readonly ApiKey[]>;
  byHash(hash: string): Promise<ApiKey | undefined>;
  /** Returns the key as it is now; undefined when there is none with this id or prefix. */
  revoke(idOrPrefix: string, atMs: number): Promise<ApiKey | undefined>;
  /** A number that grows with every change of any key. */
  revision(): Promise<number>;
}

/** Small named values that belong to the installation, such as the secret that key hashes are made with. */
export interface SettingStore {
  get(name: string): Promise<string | undefined>;
  /** Writes the value unless there is one already; returns the one that stands. */
  setOnce(name: string, value: string): Promise<string>;
  set(name: string, value: string): Promise<void>;
}

export interface Store {
  readonly calls: CallStore;
  readonly keys: KeyStore;
  readonly settings: SettingStore;
  readonly registry: RegistryStore;
  /** Resolves when the database answers; rejects with `store-unavailable`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
