import { retryOutrun } from "../lib/retry-outrun.ts";
import type { RegistryParts } from "../prompts/registry-parts.ts";
import { findRoute } from "./find-route.ts";
import type { RouteState } from "./route-state.ts";

export interface PinMove {
  readonly route: string;
  readonly actor: string;
  readonly reason: string | undefined;
  /** Recorded in the audit log: `route.promote`, `route.rollback`. */
  readonly action: string;
  /** The state to come; the very same: there is nothing to do. Throws to refuse. */
  readonly decide: (state: RouteState) => Pick<RouteState, "pinned" | "previous">;
}

export interface MovedPin {
  readonly before: RouteState;
  /** The same object as `before` when nothing was to do. */
  readonly after: RouteState;
}

/** Moves a route's pin: one row of one table, whatever the releases hold. Holds on every replica within a second. */
export async function movePin(move: PinMove, parts: RegistryParts): Promise<MovedPin> {
  const { registry, ids, clock, onRegistryChanged } = parts;
  const moved = await retryOutrun(async (): Promise<MovedPin | undefined> => {
    const heads = await registry.heads();
    const before = findRoute(move.route, heads.routes);
    const decided = move.decide(before);
    if (decided.pinned === before.pinned) return { before, after: before };
    const atMs = clock.now();
    const { actor, reason } = move;
    const after: RouteState = { ...before, ...decided, changedAtMs: atMs, changedBy: actor, reason };
    const details = { from: before.pinned, to: after.pinned, ...(reason === undefined ? {} : { reason }) };
    const event = { id: ids.call(atMs), atMs, actor, action: move.action, subject: move.route, details };
    return (await registry.commit({ routes: [after], events: [event] }, heads.revision))
      ? { before, after }
      : undefined;
  });
  if (moved.after !== moved.before) await onRegistryChanged();
  return moved;
}
