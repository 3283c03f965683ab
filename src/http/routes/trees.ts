import { Hono } from "hono";
import { mayUse } from "../../access/scope.ts";
import { applyTree } from "../../rollouts/apply-tree.ts";
import { eventQuerySchema, listEvents } from "../../rollouts/list-events.ts";
import { planTree } from "../../rollouts/plan-tree.ts";
import { viewPlan } from "../../rollouts/view-plan.ts";
import { readTree } from "../../rollouts/read-tree.ts";
import { maxTreeBytes, treeSourceSchema } from "../../rollouts/tree-source.ts";
import type { AdminEnv, AdminParts } from "../admin-parts.ts";
import { actorOf, needs } from "../authenticate-admin.ts";
import { registryPartsOf } from "../registry-parts-of.ts";
import { jsonInput, queryInput } from "../validated-input.ts";

/** `/api/plan`, `/api/apply` and `/api/audit`. */
export function treeRoutes(parts: AdminParts) {
  const { registry } = parts.store;
  return new Hono<AdminEnv>()
    .post("/plan", needs("releases:write"), jsonInput(treeSourceSchema, maxTreeBytes), async (context) => {
      const plan = await planTree(readTree(context.req.valid("json")), registry);
      return context.json(await viewPlan(plan, registry), 200);
    })
    .post("/apply", needs("releases:write"), jsonInput(treeSourceSchema, maxTreeBytes), async (context) => {
      const { key } = context.var;
      const source = context.req.valid("json");
      const request = {
        tree: readTree(source),
        actor: actorOf(key),
        message: source.message,
        forbiddenLabels: mayUse(key, "admin") ? [] : parts.snapshot().protectedLabels,
      };
      return context.json(await viewPlan(await applyTree(request, registryPartsOf(parts)), registry), 200);
    })
    .get("/audit", needs("releases:write"), queryInput(eventQuerySchema), async (context) =>
      context.json(await listEvents(context.req.valid("query"), registry), 200),
    );
}
