import { Hono } from "hono";
import { z } from "zod";
import type { AdminParts } from "../admin-parts.ts";
import { createDatabaseProbe } from "../database-probe.ts";
import { judgeReadiness } from "../readiness.ts";
import { renderMetrics } from "../render-metrics.ts";

export const livenessSchema = z.object({ status: z.literal("alive") }).meta({ id: "Liveness" });

export const readinessSchema = z
  .object({
    status: z.enum(["ready", "degraded", "not-ready"]),
    reasons: z.array(z.object({ code: z.string(), message: z.string() })),
    database: z.object({ reachable: z.boolean() }),
    spool: z.object({
      pending_records: z.int(),
      pending_bytes: z.int(),
      max_bytes: z.int(),
      oldest_pending_ms: z.number(),
      rejected_records: z.int(),
      failing: z.boolean(),
    }),
    open_calls: z.int(),
  })
  .meta({ id: "Readiness" });

const metricsType = "text/plain; version=0.0.4; charset=utf-8";

/** What orchestrators and monitors ask. Needs no key, so it shows counts and states, no names and no error texts. */
export function healthRoutes(parts: AdminParts) {
  const { recorder, openCalls, counters } = parts;
  const isDatabaseReachable = createDatabaseProbe(parts.store, parts.clock);
  return new Hono()
    .get("/livez", (context) => context.json({ status: "alive" as const }, 200))
    .get("/readyz", async (context) => {
      const databaseReachable = await isDatabaseReachable();
      const spool = recorder.state();
      const { status, reasons } = judgeReadiness({
        accepting: openCalls.accepting(),
        databaseReachable,
        spool,
        spoolAccepting: recorder.accepting(),
      });
      const view: z.output<typeof readinessSchema> = {
        status,
        reasons: [...reasons],
        database: { reachable: databaseReachable },
        spool: {
          pending_records: spool.pendingRecords,
          pending_bytes: spool.pendingBytes,
          max_bytes: spool.maxBytes,
          oldest_pending_ms: spool.oldestPendingMs,
          rejected_records: spool.rejectedRecords,
          failing: spool.lastError !== undefined,
        },
        open_calls: openCalls.count(),
      };
      return context.json(view, status === "not-ready" ? 503 : 200);
    })
    .get("/metrics", (context) => {
      const text = renderMetrics({
        counters: counters.read(),
        openCalls: openCalls.count(),
        spool: recorder.state(),
        spoolAccepting: recorder.accepting(),
        memory: parts.memory?.(),
      });
      return context.body(text, 200, { "content-type": metricsType });
    });
}
