import type { JsonBody } from "./json-body.ts";

export type MemberKind = "absent" | "null" | "text" | "list" | "object" | "other";

/** What JSON values begin with, and numbers and truths with anything else. */
const kindOfFirst: ReadonlyMap<number | undefined, MemberKind> = new Map<number | undefined, MemberKind>([
  [0x6e, "null"],
  [0x22, "text"],
  [0x5b, "list"],
  [0x7b, "object"],
]);

/** What a top-level member is, by its first byte: a conversation need not be parsed to know that it is a list. */
export function memberKind(body: JsonBody, key: string): MemberKind {
  const span = body.spans.get(key);
  return span === undefined ? "absent" : (kindOfFirst.get(body.bytes[span.start]) ?? "other");
}
