import { Hono } from "hono";
import { replayCall } from "../../gateway/replay/replay-call.ts";
import { replayWishSchema } from "../../gateway/replay/replay-view.ts";
import { callListSchema, listCalls } from "../../ledger/list-calls.ts";
import { showCall } from "../../ledger/show-call.ts";
import type { AdminEnv, AdminParts } from "../admin-parts.ts";
import { needs, visibleProject } from "../authenticate-admin.ts";
import { jsonInput, queryInput } from "../validated-input.ts";
import { createTailDesk, tailQuerySchema } from "../tail-desk.ts";

export function callRoutes(parts: AdminParts) {
  const verbParts = { calls: parts.store.calls, clock: parts.clock };
  const desk = createTailDesk(parts);
  return new Hono<AdminEnv>()
    .use(needs("ledger:read"))
    .get("/", queryInput(callListSchema), async (context) => {
      const query = context.req.valid("query");
      const project = visibleProject(context.var.key, query.project);
      return context.json(await listCalls({ ...query, project }, verbParts), 200);
    })
    .get("/tail", queryInput(tailQuerySchema), (context) => {
      const { after, ...query } = context.req.valid("query");
      const project = visibleProject(context.var.key, query.project);
      return desk.open(context, {
        query: { ...query, project },
        after: after ?? context.req.header("last-event-id"),
      });
    })
    .get("/:id", async (context) => {
      const project = visibleProject(context.var.key, undefined);
      return context.json(await showCall({ id: context.req.param("id"), project }, verbParts), 200);
    })
    .post("/:id/replay", needs("admin"), jsonInput(replayWishSchema), async (context) => {
      const { release } = context.req.valid("json");
      const question = { id: context.req.param("id"), release, signal: context.req.raw.signal };
      return context.json(await replayCall(question, { ...parts, ...verbParts }), 200);
    });
}
