/** An id of version 7 up to its clock: what `calls show` can find a call by. */
const shortestUsable = 13;

/** How many characters tell these ids apart, and are enough to find each of them by. */
export function uniqueLength(ids: readonly string[]): number {
  const sorted = [...new Set(ids)].toSorted();
  let length = shortestUsable;
  for (const [index, id] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined) length = Math.max(length, commonLength(id, next) + 1);
  }
  return length;
}

function commonLength(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at;
}
