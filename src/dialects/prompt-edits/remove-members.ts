import type { Edit } from "../dialect.ts";
import type { MemberPlace } from "./member-places.ts";

/** The edits that take the named members out, each with one comma, so that those that stay are separated as before. */
export function removeMembers(places: readonly MemberPlace[], keys: ReadonlySet<string>): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  while (at < places.length) {
    const next = endOfRun(places, at, keys);
    if (next > at) edits.push(removeRun(places, at, next));
    at = next + 1;
  }
  return edits;
}

/** The first member from `at` on that stays. */
function endOfRun(places: readonly MemberPlace[], at: number, keys: ReadonlySet<string>): number {
  let next = at;
  while (next < places.length && keys.has(places[next]?.key ?? "")) next += 1;
  return next;
}

/** Up to the next member's name; at the end of the object, from the end of the one before. */
function removeRun(places: readonly MemberPlace[], first: number, next: number): Edit {
  const start = places[first]?.start ?? 0;
  const following = places[next];
  if (following !== undefined) return { start, end: following.start, text: "" };
  return { start: places[first - 1]?.end ?? start, end: places[next - 1]?.end ?? start, text: "" };
}
