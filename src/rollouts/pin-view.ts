import { z } from "zod";
import type { MovedPin } from "./move-pin.ts";

const maxReasonLength = 500;

export const pinWishSchema = z
  .strictObject({
    to: z.int().min(1).optional().describe("The release's number. Without it: see the operation."),
    reason: z.string().max(maxReasonLength).optional().describe("For people: why."),
  })
  .meta({ id: "PinWish" });

export type PinWish = Readonly<z.input<typeof pinWishSchema>>;

export const movedPinSchema = z
  .object({
    route: z.string(),
    before: z.int().describe("What was pinned."),
    pinned: z.int().describe("What is pinned now; the same as before: there was nothing to do."),
    changed_by: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: "MovedPin" });

export type MovedPinView = z.output<typeof movedPinSchema>;

export function viewMovedPin({ before, after }: MovedPin): MovedPinView {
  return {
    route: after.route,
    before: before.pinned,
    pinned: after.pinned,
    changed_by: after.changedBy,
    reason: after.reason ?? null,
  };
}
