import { Hono } from "hono";
import { pricingOf } from "../../gateway/settling/pricing-of.ts";
import { parseRepriceRequest, repriceWishSchema } from "../../ledger/parse-reprice-request.ts";
import { viewRefresh, viewRepricing } from "../../ledger/price-view.ts";
import { forgetRefreshedPrices, refreshPrices } from "../../ledger/refresh-prices.ts";
import { repriceCalls } from "../../ledger/reprice-calls.ts";
import { priceQuerySchema, showPrices } from "../../ledger/show-prices.ts";
import type { AdminEnv, AdminParts } from "../admin-parts.ts";
import { needs } from "../authenticate-admin.ts";
import { readBoundedText } from "../read-bounded-text.ts";
import { jsonInput, queryInput } from "../validated-input.ts";

/** As much as a price file may have. */
const maxDataBytes = 8 * 1024 * 1024;

export function priceRoutes(parts: AdminParts) {
  const { clock, store } = parts;
  return new Hono<AdminEnv>()
    .get("/", needs("ledger:read"), queryInput(priceQuerySchema), (context) => {
      const pricing = pricingOf(parts.snapshot(), parts.prices.table);
      return context.json(showPrices(context.req.valid("query"), { ...pricing, clock }), 200);
    })
    .post("/reprice", needs("admin"), jsonInput(repriceWishSchema), async (context) => {
      const request = parseRepriceRequest(context.req.valid("json"), clock.now());
      const { prices, providers } = parts.snapshot();
      const priceIdOf = (provider: string) => providers.get(provider)?.priceId;
      const counts = await repriceCalls(request, { calls: store.calls, prices, priceIdOf });
      return context.json(viewRepricing(counts, request.dryRun), 200);
    })
    .put("/data", needs("admin"), async (context) => {
      const text = await readBoundedText(context.req.raw, maxDataBytes);
      const refreshing = { settings: store.settings, check: parts.prices.check };
      return context.json(viewRefresh(await refreshPrices(text, refreshing, clock.now())), 200);
    })
    .delete("/data", needs("admin"), async (context) => {
      await forgetRefreshedPrices(store.settings);
      return context.body(null, 204);
    });
}
