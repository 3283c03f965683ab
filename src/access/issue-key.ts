import { HoldfastError } from "../errors.ts";
import { nearestNames } from "../lib/nearest-names.ts";
import type { Ids } from "../ports/ids.ts";
import { type ApiKey, type Scope, scopes } from "./api-key.ts";
import type { KeyHasher } from "./hash-key.ts";
import { formatKey, secretBytes, shownPrefix } from "./key-format.ts";

const maxNameLength = 128;
const maxRouteLength = 256;
const maxRoutes = 100;
const projectPattern = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
const routePattern = /^[^\s*]+\*?$|^\*$/;
const defaultScopes: readonly Scope[] = ["call", "passthrough"];

export interface KeyRequest {
  readonly project: string;
  /** For people: which application or person the key is for. */
  readonly name: string;
  /** Absent: `call` and `passthrough`. */
  readonly scopes?: readonly string[];
  /** Route names or `provider/model` patterns with a trailing `*`; absent or empty: all. */
  readonly allowedRoutes?: readonly string[];
  /** A guard policy of the configuration; absent: none of its own. */
  readonly guards?: string;
  /** Milliseconds since 1970; absent: never. */
  readonly expiresAt?: number;
}

export interface IssuedKey {
  /** The key itself. It is nowhere else: show it once and forget it. */
  readonly key: string;
  /** What to store. */
  readonly record: ApiKey;
}

/** Makes a key; nothing is stored. Refuses with `request-invalid` and names the field, the rule and what to do. */
export function issueKey(
  request: KeyRequest,
  parts: { readonly ids: Ids; readonly hasher: KeyHasher },
  nowMs: number,
): IssuedKey {
  const checked = check(request, nowMs);
  const key = formatKey(parts.ids.secret(secretBytes));
  const record: ApiKey = Object.freeze({
    ...checked,
    id: parts.ids.call(nowMs),
    prefix: shownPrefix(key),
    hash: parts.hasher.hash(key),
    createdAt: nowMs,
    revokedAt: undefined,
  });
  return { key, record };
}

type Checked = Pick<ApiKey, "project" | "name" | "scopes" | "allowedRoutes" | "guards" | "expiresAt">;

function check(request: KeyRequest, nowMs: number): Checked {
  const name = request.name.trim();
  if (name === "" || name.length > maxNameLength) {
    refuse("name", `A key needs a name of 1 to ${maxNameLength} characters, such as "support-bot".`);
  }
  if (!projectPattern.test(request.project)) {
    refuse(
      "project",
      "A project is 1 to 64 of a-z, 0-9, dot, dash and underscore, and begins and ends with a letter or digit.",
    );
  }
  if (request.expiresAt !== undefined && !(request.expiresAt > nowMs)) {
    refuse("expiresAt", "The key would have expired already; give a time in the future.");
  }
  return {
    project: request.project,
    name,
    scopes: checkScopes(request.scopes ?? defaultScopes),
    allowedRoutes: checkRoutes(request.allowedRoutes ?? []),
    guards: request.guards,
    expiresAt: request.expiresAt,
  };
}

function checkScopes(wanted: readonly string[]): readonly Scope[] {
  if (wanted.length === 0) refuse("scopes", `A key without scopes can do nothing; give some of ${scopes.join(", ")}.`);
  return [...new Set(wanted)].map((text) => {
    const scope = scopes.find((known) => known === text);
    if (scope !== undefined) return scope;
    const near = nearestNames(text, scopes, 1)[0];
    const hint = near === undefined ? `it is one of ${scopes.join(", ")}` : `did you mean "${near}"?`;
    return refuse("scopes", `There is no scope "${text.slice(0, maxNameLength)}"; ${hint}`);
  });
}

function checkRoutes(patterns: readonly string[]): readonly string[] {
  if (patterns.length > maxRoutes) refuse("allowedRoutes", `A key may name at most ${maxRoutes} routes.`);
  for (const pattern of patterns) {
    if (pattern.length > maxRouteLength || !routePattern.test(pattern)) {
      const shown = pattern.slice(0, maxNameLength);
      refuse("allowedRoutes", `"${shown}" is neither a route nor provider/model; a * may stand only at its end.`);
    }
  }
  return Object.freeze([...new Set(patterns)]);
}

function refuse(param: string, message: string): never {
  throw new HoldfastError("request-invalid", { message, param });
}
