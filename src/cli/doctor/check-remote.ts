import { z } from "zod";
import { parseJson } from "../../lib/parse-json.ts";
import type { CommandContext } from "../command.ts";
import { RemoteError } from "../exit-codes.ts";
import { type CheckResult, fail, ok, reasonOf, warn } from "./check.ts";

const patienceMs = 5_000;
const maxBytes = 64 * 1024;

const readinessSchema = z.object({
  status: z.enum(["ready", "degraded", "not-ready"]),
  reasons: z.array(z.object({ code: z.string(), message: z.string() })),
});

/** A gateway somewhere else: is it there, is it ready, and does the token open it? */
export async function checkRemote(context: CommandContext, url: string): Promise<readonly CheckResult[]> {
  const reached = await checkReady(url);
  if (reached.status === "fail") return [reached];
  return [reached, await checkToken(context)];
}

async function checkReady(url: string): Promise<CheckResult> {
  const name = "gateway";
  const address = `${url.replace(/\/+$/, "")}/readyz`;
  try {
    const answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(patienceMs) });
    const parsed = parseJson(await answer.text(), { maxBytes });
    const readiness = parsed.ok ? readinessSchema.safeParse(parsed.value) : undefined;
    if (readiness?.success !== true) return fail(name, `${address} does not answer as a Holdfast does`, "Check --url.");
    const { status, reasons } = readiness.data;
    const why = reasons.map(({ message }) => message).join(" ");
    if (status === "ready") return ok(name, "it is ready");
    return status === "degraded"
      ? warn(name, `it is degraded: ${why}`, "Look at its log.")
      : fail(name, `it is not ready: ${why}`, "Look at its log.");
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return fail(name, `${address} cannot be reached: ${reasonOf(cause)}`, "Check --url, and that the gateway runs.");
  }
}

async function checkToken(context: CommandContext): Promise<CheckResult> {
  const name = "token";
  try {
    const client = await context.client();
    const keys = await client.keys.list();
    return ok(name, `it may administer; ${keys.length} keys exist`);
  } catch (error) {
    const isAway = error instanceof RemoteError && error.code === "store-unavailable";
    const todo = isAway ? "Look at the gateway's database." : "Set HOLDFAST_TOKEN to a key with the scope admin.";
    return fail(name, reasonOf(error), todo);
  }
}
