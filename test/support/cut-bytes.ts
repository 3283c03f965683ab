/** Cuts bytes into pieces at the given places. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  return [...places, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : places[index - 1], end));
}

/** Places to cut `length` bytes at, pseudo-random but the same for the same seed; pieces of 1 to `longest` bytes. */
export function somePlaces(length: number, longest: number, seed: number): readonly number[] {
  const places: number[] = [];
  let state = seed * 2_654_435_761 + 1;
  for (let at = 0; ;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    at += 1 + ((state >>> 8) % longest);
    if (at >= length) return places;
    places.push(at);
  }
}
