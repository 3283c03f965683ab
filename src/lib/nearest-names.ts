const maxNameLength = 64;
const maxCandidates = 2_000;
const defaultLimit = 3;

/**
 * The names that a person may have meant, nearest first, at most `limit`. A name is near when about a third of its
 * letters differ at most, or when one of the two begins with the other. Letter case does not count.
 */
export function nearestNames(
  name: string,
  candidates: Iterable<string>,
  limit: number = defaultLimit,
): readonly string[] {
  const wanted = name.slice(0, maxNameLength).toLowerCase();
  if (wanted === "") return [];
  const near: { readonly name: string; readonly distance: number }[] = [];
  let seen = 0;
  for (const candidate of candidates) {
    seen += 1;
    if (seen > maxCandidates) break;
    const distance = nearness(wanted, candidate.slice(0, maxNameLength).toLowerCase());
    if (distance !== undefined) near.push({ name: candidate, distance });
  }
  near.sort((left, right) => left.distance - right.distance || left.name.localeCompare(right.name, "en"));
  return near.slice(0, limit).map((entry) => entry.name);
}

const minPrefixLength = 3;

/** How far apart two names are, or undefined when nobody would confuse them. */
function nearness(wanted: string, candidate: string): number | undefined {
  const longer = Math.max(wanted.length, candidate.length);
  const bound = Math.max(1, Math.floor(longer / 3));
  const distance = editDistance(wanted, candidate, bound);
  // One letter for another single letter is a different name, not a slip.
  if (distance <= bound && distance < longer) return distance;
  const shorter = Math.min(wanted.length, candidate.length);
  const prefixed = shorter >= minPrefixLength && (wanted.startsWith(candidate) || candidate.startsWith(wanted));
  return prefixed ? bound + longer - shorter : undefined;
}

/**
 * Optimal string alignment: insertions, deletions, replacements and swapped neighbours each cost one. Stops early with
 * `bound + 1` when a whole row exceeds the bound.
 */
function editDistance(left: string, right: string, bound: number): number {
  if (Math.abs(left.length - right.length) > bound) return bound + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (same ? 0 : 1),
          swapped ? at(beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    if (Math.min(...current) > bound) return bound + 1;
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

/** A cell of a row; outside the row nothing can be reached. */
function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
