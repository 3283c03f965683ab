import type { JsonBody } from "../json-body.ts";
import { JsonCursor } from "../json-cursor.ts";
import { latin1 } from "../latin1.ts";

/** Where a top-level member stands in a body, in bytes, its name included. */
export interface MemberPlace {
  readonly key: string;
  /** The opening quote of the name. */
  readonly start: number;
  /** Just after the value; a comma may follow. */
  readonly end: number;
}

/** Where the members of a body stand, in order. */
export function memberPlaces(body: JsonBody): readonly MemberPlace[] {
  const cursor = new JsonCursor(latin1(body.bytes), body.afterOpen - 1);
  const places: MemberPlace[] = [];
  if (!cursor.object()) return places;
  const keys = body.spans.keys();
  do {
    const start = cursor.keyStart - 1;
    cursor.skip();
    places.push({ key: keys.next().value ?? "", start, end: cursor.position });
  } while (cursor.nextMember());
  return places;
}
