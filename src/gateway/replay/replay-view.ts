import { z } from "zod";
import { callViewSchema } from "../../ledger/call-view.ts";

export const replayWishSchema = z
  .strictObject({
    release: z
      .union([z.int().min(1), z.literal("pinned")], "must be a release's number, or pinned")
      .optional()
      .describe(
        "The number of the release to run it on, or `pinned` for what serves the route now. Without it: the release it had.",
      ),
  })
  .meta({ id: "ReplayWish" });

export type ReplayWish = Readonly<z.output<typeof replayWishSchema>>;

const sideSchema = z
  .object({
    call: callViewSchema,
    text: z
      .string()
      .nullable()
      .describe(
        "What the answer says, redacted: its texts, and its tool calls as `name(arguments)`; of an error, the body. null: it was not captured.",
      ),
    text_cut: z.boolean().describe("The answer is longer than what was kept of it."),
  })
  .meta({ id: "ReplaySide" });

export type ReplaySide = Readonly<z.output<typeof sideSchema>>;

export const replayViewSchema = z
  .object({
    original: sideSchema,
    replay: sideSchema,
    same_text: z.boolean().nullable().describe("null: not both texts are known whole, or neither answer has one."),
    request_redacted: z
      .boolean()
      .describe(
        "Something was, or may have been, redacted from the request before it was captured, so that the replay asked another thing.",
      ),
  })
  .meta({ id: "Replay", description: "A captured call and the same call run again." });

export type ReplayView = Readonly<z.output<typeof replayViewSchema>>;
