/**
 * True when a key's patterns admit what the caller named: a route (`support`) or `provider/model` (`openai/gpt-5-mini`).
 * A trailing `*` matches whatever follows; no patterns at all admit everything.
 */
export function isRouteAllowed(allowedRoutes: readonly string[], name: string): boolean {
  return allowedRoutes.length === 0 || allowedRoutes.some((pattern) => matches(pattern, name));
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
