import { Hono } from "hono";
import { countFindings, guardCountsQuerySchema } from "../../ledger/count-findings.ts";
import type { AdminEnv, AdminParts } from "../admin-parts.ts";
import { needs, visibleProject } from "../authenticate-admin.ts";
import { queryInput } from "../validated-input.ts";

export function guardRoutes({ store, clock }: AdminParts) {
  return new Hono<AdminEnv>()
    .use(needs("ledger:read"))
    .get("/counts", queryInput(guardCountsQuerySchema), async (context) => {
      const query = context.req.valid("query");
      const project = visibleProject(context.var.key, query.project);
      return context.json(await countFindings({ ...query, project }, { calls: store.calls, clock }), 200);
    });
}
