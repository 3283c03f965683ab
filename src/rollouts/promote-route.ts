import type { MovedPin } from "./move-pin.ts";
import { requireRelease } from "./find-route.ts";
import { movePin } from "./move-pin.ts";
import type { RegistryParts } from "../prompts/registry-parts.ts";

export interface PinRequest {
  readonly route: string;
  /** The release's number; undefined: the verb says which. */
  readonly to: number | undefined;
  readonly reason: string | undefined;
  readonly actor: string;
}

/**
 * Pins another release of a route: without a number the one that was applied last. Refuses with `not-found`.
 */
export async function promoteRoute(request: PinRequest, parts: RegistryParts): Promise<MovedPin> {
  const { route, to, reason, actor } = request;
  return await movePin(
    {
      route,
      reason,
      actor,
      action: "route.promote",
      decide(state) {
        const pinned = to ?? state.applied;
        requireRelease(state, pinned);
        return { pinned, previous: state.pinned };
      },
    },
    parts,
  );
}
