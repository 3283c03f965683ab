import { Hono } from "hono";
import { historyQuerySchema } from "../../prompts/history-query.ts";
import { listReleases } from "../../rollouts/list-releases.ts";
import { showRelease } from "../../rollouts/show-release.ts";
import { pinWishSchema, viewMovedPin } from "../../rollouts/pin-view.ts";
import type { PinWish } from "../../rollouts/pin-view.ts";
import type { PinRequest } from "../../rollouts/promote-route.ts";
import { promoteRoute } from "../../rollouts/promote-route.ts";
import { rollbackRoute } from "../../rollouts/rollback-route.ts";
import { showRoute } from "../../rollouts/show-route.ts";
import { showRoutes } from "../../rollouts/show-routes.ts";
import type { AdminEnv, AdminParts } from "../admin-parts.ts";
import { actorOf, needs } from "../authenticate-admin.ts";
import { registryPartsOf } from "../registry-parts-of.ts";
import { sayingWhatServes } from "../saying-what-serves.ts";
import { jsonInput, queryInput } from "../validated-input.ts";

export function routeRoutes(parts: AdminParts) {
  const { registry } = parts.store;
  const verbParts = registryPartsOf(parts);
  const pinRequest = (route: string, { to, reason }: PinWish, key: AdminEnv["Variables"]["key"]): PinRequest => ({
    route,
    to,
    reason,
    actor: actorOf(key),
  });
  return new Hono<AdminEnv>()
    .use(needs("releases:write"))
    .get("/", async (context) => context.json({ routes: await showRoutes(registry) }, 200))
    .get("/:route", async (context) => context.json(await showRoute(context.req.param("route"), registry), 200))
    .get("/:route/releases", queryInput(historyQuerySchema), async (context) =>
      context.json(await listReleases(context.req.param("route"), context.req.valid("query"), registry), 200),
    )
    .get("/:route/releases/:number", async (context) => {
      const { route, number } = context.req.param();
      return context.json(await showRelease(route, Number(number), registry), 200);
    })
    .post("/:route/promote", jsonInput(pinWishSchema), async (context) => {
      const route = context.req.param("route");
      const request = pinRequest(route, context.req.valid("json"), context.var.key);
      const moved = await sayingWhatServes(route, parts.registry, () => promoteRoute(request, verbParts));
      return context.json(viewMovedPin(moved), 200);
    })
    .post("/:route/rollback", jsonInput(pinWishSchema), async (context) => {
      const route = context.req.param("route");
      const request = pinRequest(route, context.req.valid("json"), context.var.key);
      const moved = await sayingWhatServes(route, parts.registry, () => rollbackRoute(request, verbParts));
      return context.json(viewMovedPin(moved), 200);
    });
}
