import type { KeyView } from "../access/key-view.ts";
import { formatTime } from "./format-time.ts";

/** A key's fields as people read them. */
export function keyFields(key: KeyView): readonly (readonly [name: string, value: string])[] {
  return [
    ["id", key.id],
    ["name", key.name],
    ["project", key.project],
    ["status", key.status],
    ["scopes", key.scopes.join(", ")],
    ["routes", routesText(key)],
    ["guards", key.guards ?? "their routes'"],
    ["created", formatTime(key.created_at)],
    ["expires", key.expires_at === null ? "never" : formatTime(key.expires_at)],
  ];
}

export function routesText(key: KeyView): string {
  return key.allowed_routes.length === 0 ? "all" : key.allowed_routes.join(", ");
}
