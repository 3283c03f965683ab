import { parsePriceData } from "../adapters/genai-prices/parse-price-data.ts";
import { splitUrl, toIncomingRequest } from "../adapters/workers/to-incoming-request.ts";
import { toResponse } from "../adapters/workers/to-response.ts";
import { findEndpoint } from "../dialects/endpoints.ts";
import { dialects } from "../dialects/registry.ts";
import { HoldfastError, toHoldfastError } from "../errors.ts";
import { isDataPlane } from "../gateway/address.ts";
import { refuse } from "../gateway/refuse.ts";
import { createAdminApp } from "../http/app.ts";
import { headerValue } from "../lib/header-list.ts";
import type { IncomingRequest } from "../ports/http-message.ts";
import type { Log } from "../ports/log.ts";
import { assemble } from "./assemble.ts";
import type { WorkerEnv } from "./worker-env.ts";
import type { Isolate } from "./worker-isolate.ts";
import { openScope } from "./worker-scope.ts";
import type { Scope } from "./worker-scope.ts";

/** Everything around a request that is not in it. */
export interface Surroundings {
  readonly env: WorkerEnv;
  readonly isolate: Isolate;
  readonly log: Log;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** Added to a call's own limit, so that the call's end is always the call's own. */
const lingerMs = 5_000;

/** Serves one request: the data plane, the admin API, and health. */
export async function serveRequest(request: Request, around: Surroundings): Promise<Response> {
  const { path } = splitUrl(request.url);
  if (isDataPlane(path)) return await serveCall(request, around);
  if (path === "/livez") return Response.json({ status: "alive" });
  if (path === "/readyz") return await serveReadiness(around);
  if (path.startsWith("/api/")) return await serveAdmin(request, around);
  return refusal(
    new HoldfastError("endpoint-unknown", {
      message: "On Workers there are the data plane (/v1, /v1beta, /providers), /api, /livez and /readyz.",
    }),
  );
}

async function serveCall(request: Request, around: Surroundings): Promise<Response> {
  const { env, isolate, log, waitUntil } = around;
  const incoming = toIncomingRequest(request);
  const opening = openScope(env, isolate, log);
  const answering = opening.then((scope) => assemble(scope.gateway).handle(incoming));
  // From here on, because what is not waited for ends the moment the caller leaves, and the call's row with it.
  waitUntil(answering.then(async () => await finish(await opening)).catch(() => {}));
  try {
    return toResponse(await answering, request.method);
  } catch (thrown) {
    log.error("call-refused", { path: incoming.path.slice(0, maxLoggedPath), error: thrown });
    return toResponse(refuse(publicError(thrown), dialectOf(incoming), ""), request.method);
  }
}

const maxLoggedPath = 200;

/** Resolves when the call is over, its row is written, and the connection is given back. */
async function finish({ gateway, background, store }: Scope): Promise<void> {
  const { totalMs } = gateway.snapshot().limits;
  await gateway.openCalls.drained(totalMs + lingerMs, new HoldfastError("call-timeout"));
  await background.drained();
  await store.close();
}

/** Whoever asks may read that the configuration is bad, and only the operator how: it names providers and routes. */
function publicError(thrown: unknown): HoldfastError {
  const error = toHoldfastError(thrown);
  if (error.code !== "config-invalid") return error;
  return new HoldfastError(error.code, { message: "`npx wrangler tail` shows what is wrong.", cause: error });
}

function dialectOf({ path, headers }: IncomingRequest) {
  const found = findEndpoint(path, {
    anthropic: headerValue(headers, "anthropic-version") !== undefined,
    google: headerValue(headers, "x-goog-api-key") !== undefined,
  });
  return dialects[found?.dialect ?? "openai"];
}

async function serveAdmin(request: Request, around: Surroundings): Promise<Response> {
  const { env, isolate, log, waitUntil } = around;
  let scope: Scope;
  try {
    scope = await openScope(env, isolate, log);
  } catch (thrown) {
    log.error("admin-request-failed", { error: thrown });
    return refusal(publicError(thrown));
  }
  const { gateway, store, background, prices } = scope;
  const app = createAdminApp({
    ...gateway,
    run: assemble(gateway).run,
    store,
    onKeysChanged: () => Promise.resolve(isolate.keys.forget()),
    onRegistryChanged: () => Promise.resolve(isolate.registry.forget()),
    prices: { table: prices, check: parsePriceData },
  });
  const response = await app.fetch(request);
  // A tail goes on asking; its connection ends with its request.
  const isTail = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (!isTail) waitUntil(background.drained().then(() => store.close()));
  return response;
}

/** Ready means: the database answers, its schema fits, and the configuration is taken. */
async function serveReadiness({ env, isolate, log, waitUntil }: Surroundings): Promise<Response> {
  try {
    const { store } = await openScope(env, isolate, log);
    try {
      await store.ping();
    } finally {
      waitUntil(store.close());
    }
    return Response.json({ status: "ready", reasons: [], database: { reachable: true } });
  } catch (thrown) {
    const { code, traits } = toHoldfastError(thrown);
    log.warn("not-ready", { error: thrown });
    const database = { reachable: code !== "store-unavailable" };
    const reasons = [{ code, message: traits.says }];
    return Response.json({ status: "not-ready", reasons, database }, { status: 503 });
  }
}

function refusal({ code, message, traits }: HoldfastError): Response {
  return Response.json({ error: { code, message, retryable: traits.retryable } }, { status: traits.status });
}
