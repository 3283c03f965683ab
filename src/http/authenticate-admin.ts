import { createMiddleware } from "hono/factory";
import type { MiddlewareHandler } from "hono";
import { readPresentedKey } from "../access/read-presented-key.ts";
import { mayUse } from "../access/scope.ts";
import { verifyKey } from "../access/verify-key.ts";
import type { ApiKey, Scope } from "../access/api-key.ts";
import { HoldfastError } from "../errors.ts";
import type { AdminEnv, AdminParts } from "./admin-parts.ts";

/**
 * Finds out whose request it is, for everything below `/api`, whatever `auth` says: there is no anonymous administration.
 * Keys are read from headers only, because URLs end up in logs.
 */
export function authenticateAdmin(parts: Pick<AdminParts, "keys" | "hasher" | "clock">): MiddlewareHandler<AdminEnv> {
  return createMiddleware<AdminEnv>(async (context, next) => {
    const headers = [...context.req.raw.headers].flat();
    const { key } = readPresentedKey(headers, "");
    if (key === undefined) {
      throw new HoldfastError("key-missing", {
        message: "Send one with the scope admin or ledger:read: Authorization: Bearer hf_…",
      });
    }
    const found = await parts.keys.find(parts.hasher.hash(key));
    context.set("key", verifyKey(found, parts.clock.now()));
    await next();
  });
}

/** Who a key acts as, in releases and in the audit log: its name, and enough of it to find it by. */
export function actorOf(key: Pick<ApiKey, "name" | "prefix">): string {
  return `${key.name} (${key.prefix}…)`;
}

/** Lets a request pass whose key has the scope. Stands before what reads the body. Refuses with `scope-missing`. */
export function needs(scope: Scope): MiddlewareHandler<AdminEnv> {
  return createMiddleware<AdminEnv>(async (context, next) => {
    if (!mayUse(context.var.key, scope)) {
      throw new HoldfastError("scope-missing", {
        message: scope === "admin" ? "It needs the scope admin." : `It needs the scope ${scope}, or admin.`,
      });
    }
    await next();
  });
}

/**
 * The project whose calls the key sees; undefined: all. `wanted` is the one that was asked for. Throws `scope-missing`
 * when that is another's, so that an empty answer never stands for a forbidden one.
 */
export function visibleProject(key: ApiKey, wanted: string | undefined): string | undefined {
  if (mayUse(key, "admin")) return wanted;
  if (wanted === undefined || wanted === key.project) return key.project;
  throw new HoldfastError("scope-missing", { message: "It sees the calls of its own project only." });
}
