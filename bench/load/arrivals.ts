/** A small seeded generator (mulberry32): every contestant of a round gets the very same arrivals. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Poisson arrivals: milliseconds from the start at which calls are due, ascending. */
export function poissonArrivals(ratePerSecond: number, seconds: number, seed: number): Float64Array<SharedArrayBuffer> {
  const random = seededRandom(seed);
  const due: number[] = [];
  let at = 0;
  for (;;) {
    at += (-Math.log(1 - random()) * 1000) / ratePerSecond;
    if (at >= seconds * 1000) break;
    due.push(at);
  }
  const shared = new Float64Array(new SharedArrayBuffer(due.length * Float64Array.BYTES_PER_ELEMENT));
  shared.set(due);
  return shared;
}
