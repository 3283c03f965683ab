import type { CreatedKey, KeyView } from "../access/key-view.ts";
import type { ReplayView, ReplayWish } from "../gateway/replay/replay-view.ts";
import type { KeyWish } from "../access/create-key.ts";
import type { CallDetail, CallPageView, CallView } from "../ledger/call-view.ts";
import type { GuardCountsView } from "../ledger/count-findings.ts";
import type { PricesView, RefreshView, RepriceView } from "../ledger/price-view.ts";
import type { PromptView, VersionPageView, VersionView } from "../prompts/prompt-view.ts";
import type { EventPageView } from "../rollouts/list-events.ts";
import type { MovedPinView } from "../rollouts/pin-view.ts";
import type { PlanView } from "../rollouts/plan-view.ts";
import type { TreeSource } from "../rollouts/tree-source.ts";
import type { ReleasePageView, ReleaseView, RouteView } from "../rollouts/release-view.ts";

/** A query as it is written: names and texts of `callListSchema`, `priceQuerySchema` … Absent names do not count. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The body of a re-pricing as it is written; see `repriceWishSchema`. */
export type RepriceBody = Readonly<Record<string, string | readonly string[] | boolean | number | undefined>>;

/** The control plane as commands see it: in this process on the local store, or a remote gateway's. */
export interface ControlClient {
  /** What it acts on, for people. */
  readonly place: string;
  readonly keys: {
    create(wish: KeyWish): Promise<CreatedKey>;
    list(): Promise<readonly KeyView[]>;
    revoke(idOrPrefix: string): Promise<KeyView>;
  };
  readonly calls: {
    list(query: Query): Promise<CallPageView>;
    show(id: string): Promise<CallDetail>;
    /** Ends when the signal is aborted. */
    tail(query: Query, signal: AbortSignal): AsyncIterable<CallView>;
    /** Only a gateway that runs can. Throws `UsageError` in this process. */
    replay(id: string, wish: ReplayWish): Promise<ReplayView>;
  };
  readonly guards: {
    counts(query: Query): Promise<GuardCountsView>;
  };
  readonly prices: {
    show(query: Query): Promise<PricesView>;
    reprice(body: RepriceBody): Promise<RepriceView>;
    refresh(text: string): Promise<RefreshView>;
    forget(): Promise<void>;
  };
  readonly prompts: RegistryClient["prompts"];
  readonly routes: RegistryClient["routes"];
  readonly tree: RegistryClient["tree"];
  readonly audit: RegistryClient["audit"];
  close(): Promise<void>;
}

/** A label of a prompt, and why it is touched. */
export interface LabelChange {
  readonly name: string;
  readonly label: string;
  readonly reason?: string | undefined;
}

/** Where a pin is to go; undefined: the verb's own default. */
export interface PinChange {
  readonly to: number | undefined;
  readonly reason: string | undefined;
}

/** Prompts, releases and pins, as commands see them. */
export interface RegistryClient {
  readonly prompts: {
    list(): Promise<readonly PromptView[]>;
    versions(name: string, query: Query): Promise<VersionPageView>;
    /** `name`, `name@7` or `name@label`. */
    show(ref: string): Promise<VersionView>;
    moveLabel(change: LabelChange, version: number): Promise<PromptView>;
    removeLabel(change: LabelChange): Promise<PromptView>;
  };
  readonly routes: {
    list(): Promise<readonly RouteView[]>;
    show(route: string): Promise<RouteView>;
    releases(route: string, query: Query): Promise<ReleasePageView>;
    release(route: string, number: number): Promise<ReleaseView>;
    promote(route: string, change: PinChange): Promise<MovedPinView>;
    rollback(route: string, change: PinChange): Promise<MovedPinView>;
  };
  readonly tree: {
    plan(source: TreeSource): Promise<PlanView>;
    apply(source: TreeSource): Promise<PlanView>;
  };
  readonly audit: {
    list(query: Query): Promise<EventPageView>;
  };
}
