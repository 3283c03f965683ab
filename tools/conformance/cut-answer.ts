import { hash } from "./odd-json.ts";

/** How an answer's bytes are cut into chunks. */
export type Cutting =
  | { readonly kind: "events" }
  | { readonly kind: "every"; readonly bytes: number }
  | { readonly kind: "random"; readonly maxBytes: number; readonly seed: number };

/** `7`, `random:64`; undefined when it is neither. */
export function parseCutting(text: string, seed: number): Cutting | undefined {
  const match = /^(random:)?([1-9]\d{0,8})$/.exec(text);
  if (match === null) return undefined;
  const bytes = Number(match[2]);
  return match[1] === undefined ? { kind: "every", bytes } : { kind: "random", maxBytes: bytes, seed };
}

export function describeCutting(cutting: Cutting): string {
  if (cutting.kind === "events") return "cut between events";
  if (cutting.kind === "every") return `cut every ${cutting.bytes} bytes`;
  return `cut into 1 to ${cutting.maxBytes} bytes, seed ${cutting.seed}`;
}

/** The bytes in pieces. `id` varies the random sizes from record to record. */
export function cutAnswer(bytes: Uint8Array, cutting: Cutting, id: string): readonly Uint8Array[] {
  if (cutting.kind === "events") return cutAt(bytes, eventEnds(bytes));
  const places: number[] = [];
  if (cutting.kind === "every")
    for (let end = cutting.bytes; end < bytes.length; end += cutting.bytes) places.push(end);
  else {
    const draw = draws(hash(id) ^ cutting.seed);
    for (let end = 1 + draw(cutting.maxBytes); end < bytes.length; end += 1 + draw(cutting.maxBytes)) places.push(end);
  }
  return cutAt(bytes, places);
}

/** Where the first event of a stream ends; undefined when it has no more than one. */
export function firstEventEnd(bytes: Uint8Array): number | undefined {
  const [end] = eventEnds(bytes);
  return end;
}

function cutAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  return [...places, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : places[index - 1], end));
}

/** A blank line, in any of the three line ends; also what stands between the elements of a printed JSON array. */
function eventEnds(bytes: Uint8Array): readonly number[] {
  const text = Buffer.from(bytes).toString("latin1");
  const ends = [...text.matchAll(/\r\n\r\n|\n\n|\r\r/g)].map((match) => match.index + match[0].length);
  return ends.filter((end) => end < bytes.length);
}

function draws(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % sides;
  };
}
