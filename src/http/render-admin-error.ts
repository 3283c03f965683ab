import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { HoldfastError, toHoldfastError } from "../errors.ts";
import type { Log } from "../ports/log.ts";

export const errorViewSchema = z
  .object({
    error: z.object({
      code: z.string().describe("From the catalogue: docs/errors.md."),
      message: z.string(),
      param: z.string().optional().describe("The field at fault."),
      retryable: z.boolean().describe("The same request may work later."),
    }),
  })
  .meta({ id: "Error" });

export type ErrorView = z.output<typeof errorViewSchema>;

const serverFault = 500;

/** Any failure as the admin API shows it. What is not the caller's fault is logged; what is not ours shows nothing of itself. */
export function renderAdminError(thrown: unknown, context: Context, log: Log): Response {
  const error = toHoldfastError(thrown instanceof HTTPException ? mapHonoError(thrown) : thrown);
  const { status, retryable } = error.traits;
  if (status >= serverFault) {
    log.error("admin-request-failed", { method: context.req.method, path: context.req.path, error });
  }
  const view: ErrorView = {
    error: {
      code: error.code,
      message: error.message,
      ...(error.param === undefined || error.param === "" ? {} : { param: error.param }),
      retryable,
    },
  };
  const authenticate = status === 401 ? { "www-authenticate": "Bearer" } : {};
  return Response.json(view, { status, headers: { "cache-control": "no-store", ...authenticate } });
}

/** Hono's validator throws one of these for a body that is no JSON. */
function mapHonoError(thrown: HTTPException): HoldfastError {
  return thrown.status === 400
    ? new HoldfastError("body-malformed", { cause: thrown })
    : new HoldfastError("internal-error", { cause: thrown });
}
