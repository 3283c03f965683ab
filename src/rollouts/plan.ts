import type { ReleaseContent } from "./release.ts";
import type { RouteState } from "./route-state.ts";
import type { TreePrompt } from "./tree.ts";

export interface LabelMove {
  readonly label: string;
  /** Undefined: the label is new. */
  readonly from: number | undefined;
  readonly to: number;
}

/** What applying does to a prompt. */
export interface PromptPlan {
  readonly prompt: TreePrompt;
  /** The number that the content has, or gets. */
  readonly version: number;
  /** True: the registry does not have this content yet. */
  readonly isNew: boolean;
  /** Where `latest` stands now; undefined: the registry does not know the prompt. */
  readonly before: number | undefined;
  readonly moves: readonly LabelMove[];
}

/** The part of a route's state that applying decides. */
export type RoutePins = Pick<RouteState, "pinned" | "previous" | "applied" | "newest">;

/** What applying does to a route. */
export interface RoutePlan {
  readonly route: string;
  readonly number: number;
  readonly hash: string;
  readonly content: ReleaseContent;
  /** True: the registry does not have this release yet. */
  readonly isNew: boolean;
  /** Undefined: the registry does not know the route. */
  readonly before: RouteState | undefined;
  /** The same object as `before` when nothing changes. */
  readonly after: RoutePins;
}

/** How the registry differs from a tree, and so what applying it does. */
export interface Plan {
  /** The registry's revision that all of this was worked out from. */
  readonly revision: number;
  readonly prompts: readonly PromptPlan[];
  readonly routes: readonly RoutePlan[];
}

export function changesPrompt({ isNew, moves }: PromptPlan): boolean {
  return isNew || moves.length > 0;
}

export function changesRoute({ before, after }: RoutePlan): boolean {
  return after !== before;
}

/** True when applying would do nothing. */
export function isEmptyPlan({ prompts, routes }: Plan): boolean {
  return !prompts.some(changesPrompt) && !routes.some(changesRoute);
}
