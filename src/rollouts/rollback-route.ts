import { HoldfastError } from "../errors.ts";
import type { MovedPin } from "./move-pin.ts";
import { requireRelease } from "./find-route.ts";
import { movePin } from "./move-pin.ts";
import type { PinRequest } from "./promote-route.ts";
import type { RegistryParts } from "../prompts/registry-parts.ts";

/**
 * Goes back to the release that was pinned before, or to the one with the number. A flip of a pointer: nothing is looked
 * at but whether there is such a release. After it there is no "before" until the pin moves on: two people who roll
 * back at the same time must not end up where they started. Refuses with `not-found` or `request-invalid`.
 */
export async function rollbackRoute(request: PinRequest, parts: RegistryParts): Promise<MovedPin> {
  const { route, to, reason, actor } = request;
  return await movePin(
    {
      route,
      reason,
      actor,
      action: "route.rollback",
      decide(state) {
        const pinned = to ?? state.previous;
        if (pinned === undefined) {
          throw new HoldfastError("request-invalid", {
            message: `Route "${route}" serves ${route}@${state.pinned}, and nothing was pinned before it, or it was rolled back already. Say which release: --to N; \`holdfast history ${route}\` lists them.`,
            param: "to",
          });
        }
        requireRelease(state, pinned);
        return { pinned, previous: undefined };
      },
    },
    parts,
  );
}
