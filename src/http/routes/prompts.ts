import { Hono } from "hono";
import { mayUse } from "../../access/scope.ts";
import { listPrompts } from "../../prompts/list-prompts.ts";
import { historyQuerySchema } from "../../prompts/history-query.ts";
import { listVersions } from "../../prompts/list-versions.ts";
import type { LabelRequest } from "../../prompts/change-label.ts";
import { labelWishSchema, moveLabel } from "../../prompts/move-label.ts";
import { removeLabel } from "../../prompts/remove-label.ts";
import { parsePromptRef } from "../../prompts/parse-prompt-ref.ts";
import { showVersion } from "../../prompts/show-version.ts";
import type { AdminEnv, AdminParts } from "../admin-parts.ts";
import { actorOf, needs } from "../authenticate-admin.ts";
import { registryPartsOf } from "../registry-parts-of.ts";
import { jsonInput, queryInput } from "../validated-input.ts";

export function promptRoutes(parts: AdminParts) {
  const { registry } = parts.store;
  const verbParts = registryPartsOf(parts);
  const labelRequest = (key: AdminEnv["Variables"]["key"], name: string, label: string): LabelRequest => ({
    name,
    label,
    actor: actorOf(key),
    reason: undefined,
    forbidden: mayUse(key, "admin") ? [] : parts.snapshot().protectedLabels,
  });
  return new Hono<AdminEnv>()
    .use(needs("releases:write"))
    .get("/", async (context) => context.json({ prompts: await listPrompts(registry) }, 200))
    .get("/:name", queryInput(historyQuerySchema), async (context) =>
      context.json(await listVersions(context.req.param("name"), context.req.valid("query"), registry), 200),
    )
    .get("/:name/versions/:version", async (context) => {
      const { name, version } = context.req.param();
      return context.json(await showVersion(parsePromptRef(`${name}@${version}`), registry), 200);
    })
    .put("/:name/labels/:label", jsonInput(labelWishSchema), async (context) => {
      const { name, label } = context.req.param();
      const { version, reason } = context.req.valid("json");
      const request = { ...labelRequest(context.var.key, name, label), reason };
      return context.json(await moveLabel(request, version, verbParts), 200);
    })
    .delete("/:name/labels/:label", async (context) => {
      const { name, label } = context.req.param();
      return context.json(await removeLabel(labelRequest(context.var.key, name, label), verbParts), 200);
    });
}
