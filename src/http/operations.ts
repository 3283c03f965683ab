import { z } from "zod";
import { createdKeySchema, keyViewSchema } from "../access/key-view.ts";
import { keyWishSchema } from "../access/create-key.ts";
import { replayViewSchema, replayWishSchema } from "../gateway/replay/replay-view.ts";
import { callDetailSchema, callPageSchema, callViewSchema } from "../ledger/call-view.ts";
import { guardCountsQuerySchema, guardCountsSchema } from "../ledger/count-findings.ts";
import { callListSchema } from "../ledger/list-calls.ts";
import { repriceWishSchema } from "../ledger/parse-reprice-request.ts";
import { pricesViewSchema, refreshViewSchema, repriceViewSchema } from "../ledger/price-view.ts";
import { priceQuerySchema } from "../ledger/show-prices.ts";
import type { Operation } from "./operation.ts";
import { prompts, releases } from "./registry-operations.ts";
import { livenessSchema, readinessSchema } from "./routes/health.ts";
import { tailQuerySchema } from "./tail-desk.ts";

const json = "application/json";
const nobody = undefined;

export const keyListSchema = z.object({ keys: z.array(keyViewSchema) }).meta({ id: "KeyList" });

const health: readonly Operation[] = [
  {
    method: "get",
    path: "/livez",
    id: "livez",
    summary: "Is the process alive?",
    scope: nobody,
    answer: { status: 200, type: json, schema: livenessSchema, says: "It is." },
  },
  {
    method: "get",
    path: "/readyz",
    id: "readyz",
    summary: "Should calls be sent here? 503 when not. `degraded` (200): calls are taken, and somebody should look.",
    scope: nobody,
    answer: { status: 200, type: json, schema: readinessSchema, says: "Ready or degraded, and why." },
  },
  {
    method: "get",
    path: "/metrics",
    id: "metrics",
    summary: "Counters and gauges in Prometheus' text format.",
    scope: nobody,
    answer: { status: 200, type: "text/plain", schema: z.string(), says: "Metrics." },
  },
  {
    method: "get",
    path: "/api/openapi.json",
    id: "openapi",
    summary: "This description.",
    scope: nobody,
    answer: { status: 200, type: json, schema: z.record(z.string(), z.unknown()), says: "OpenAPI 3.1." },
  },
];

const keys: readonly Operation[] = [
  {
    method: "post",
    path: "/api/keys",
    id: "createKey",
    summary: "Make a key. The answer is the only place where it is ever shown.",
    scope: "admin",
    body: { type: json, schema: keyWishSchema },
    answer: { status: 201, type: json, schema: createdKeySchema, says: "The key." },
  },
  {
    method: "get",
    path: "/api/keys",
    id: "listKeys",
    summary: "All keys, the oldest first.",
    scope: "admin",
    answer: { status: 200, type: json, schema: keyListSchema, says: "The keys, without what they could be used by." },
  },
  {
    method: "delete",
    path: "/api/keys/{id}",
    id: "revokeKey",
    summary: "Revoke a key, named by its id or its first 8 characters. Holds everywhere within a second, for good.",
    scope: "admin",
    answer: { status: 200, type: json, schema: keyViewSchema, says: "The key as it is now." },
  },
];

const calls: readonly Operation[] = [
  {
    method: "get",
    path: "/api/calls",
    id: "listCalls",
    summary: "A page of the ledger, newest first.",
    scope: "ledger:read",
    query: callListSchema,
    answer: { status: 200, type: json, schema: callPageSchema, says: "The page." },
  },
  {
    method: "get",
    path: "/api/calls/tail",
    id: "tailCalls",
    summary: "Calls as they arrive: server-sent events named `call`. `alive` events keep the connection open.",
    scope: "ledger:read",
    query: tailQuerySchema,
    answer: { status: 200, type: "text/event-stream", schema: callViewSchema, says: "Each event's data is a call." },
  },
  {
    method: "get",
    path: "/api/calls/{id}",
    id: "showCall",
    summary: "One call, with what was captured of its bodies.",
    scope: "ledger:read",
    answer: { status: 200, type: json, schema: callDetailSchema, says: "The call." },
  },
  {
    method: "post",
    path: "/api/calls/{id}/replay",
    id: "replayCall",
    summary:
      "Run a captured call again, on the same release or another. Asks the provider, and costs what a call costs.",
    scope: "admin",
    body: { type: json, schema: replayWishSchema },
    answer: { status: 200, type: json, schema: replayViewSchema, says: "The call as it was and as it is now." },
  },
];

const guards: readonly Operation[] = [
  {
    method: "get",
    path: "/api/guards/counts",
    id: "countFindings",
    summary: "How often guards said what, by route and release; of the last day where no `since` is given.",
    scope: "ledger:read",
    query: guardCountsQuerySchema,
    answer: { status: 200, type: json, schema: guardCountsSchema, says: "The counts, most calls first." },
  },
];

const prices: readonly Operation[] = [
  {
    method: "get",
    path: "/api/prices",
    id: "showPrices",
    summary: "What a model costs, or what every route's target does.",
    scope: "ledger:read",
    query: priceQuerySchema,
    answer: { status: 200, type: json, schema: pricesViewSchema, says: "The prices in use." },
  },
  {
    method: "post",
    path: "/api/prices/reprice",
    id: "repriceCalls",
    summary: "Price calls anew that are in the ledger already.",
    scope: "admin",
    body: { type: json, schema: repriceWishSchema },
    answer: { status: 200, type: json, schema: repriceViewSchema, says: "What changed." },
  },
  {
    method: "put",
    path: "/api/prices/data",
    id: "refreshPrices",
    summary: "Take over newer price data in genai-prices' format. Holds from the next start on.",
    scope: "admin",
    body: { type: "text/plain", schema: z.string() },
    answer: { status: 200, type: json, schema: refreshViewSchema, says: "The version that was taken over." },
  },
  {
    method: "delete",
    path: "/api/prices/data",
    id: "forgetPrices",
    summary: "Go back to the price data that came with Holdfast, from the next start on.",
    scope: "admin",
    answer: { status: 204, says: "Done." },
  },
];

/** Every operation of the admin API. A test compares the list with the routes there are. */
export const operations: readonly Operation[] = [
  ...health,
  ...keys,
  ...calls,
  ...guards,
  ...prices,
  ...prompts,
  ...releases,
];
