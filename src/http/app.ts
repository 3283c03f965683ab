import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { HoldfastError } from "../errors.ts";
import type { AdminEnv, AdminParts } from "./admin-parts.ts";
import { authenticateAdmin } from "./authenticate-admin.ts";
import { describeApi } from "./describe-api.ts";
import { renderAdminError } from "./render-admin-error.ts";
import { callRoutes } from "./routes/calls.ts";
import { guardRoutes } from "./routes/guards.ts";
import { healthRoutes } from "./routes/health.ts";
import { keyRoutes } from "./routes/keys.ts";
import { priceRoutes } from "./routes/prices.ts";
import { promptRoutes } from "./routes/prompts.ts";
import { routeRoutes } from "./routes/routes.ts";
import { treeRoutes } from "./routes/trees.ts";

/**
 * The control plane: health, metrics and `/api`. Routes read, call one verb and write; what is decided is decided in the
 * rooms that the verbs live in. No CORS headers are sent: a page of another origin reads nothing here.
 */
export function createAdminApp(parts: AdminParts) {
  const app = new Hono<AdminEnv>();
  app.onError((error, context) => renderAdminError(error, context, parts.log));
  app.notFound((context) => {
    const error = new HoldfastError("endpoint-unknown", {
      message:
        "Models are under /v1 (an OpenAI base URL ends in it) and /v1beta; of the rest tells GET /api/openapi.json.",
    });
    return renderAdminError(error, context, parts.log);
  });
  app.use(secureHeaders());
  app.use("/api/*", async (context, next) => {
    await next();
    context.header("cache-control", "no-store");
  });
  // Before the key is asked for: the description holds nothing that the published documents do not.
  app.get("/api/openapi.json", (context) => context.json(describeApi(), 200));
  app.use("/api/*", authenticateAdmin(parts));
  return app
    .route("/", healthRoutes(parts))
    .route("/api/keys", keyRoutes(parts))
    .route("/api/calls", callRoutes(parts))
    .route("/api/guards", guardRoutes(parts))
    .route("/api/prices", priceRoutes(parts))
    .route("/api/prompts", promptRoutes(parts))
    .route("/api/routes", routeRoutes(parts))
    .route("/api", treeRoutes(parts));
}

/** What the typed client is made from. */
export type AdminApp = ReturnType<typeof createAdminApp>;
