import { HoldfastError } from "../../errors.ts";
import type { JsonBody } from "../json-body.ts";
import { memberKind, type MemberKind } from "../member-kind.ts";

/** Refuses a body in which a member, where there is one, is of no kind that a prompt can be written into. */
export function requireKind(body: JsonBody, key: string, kinds: readonly MemberKind[]): void {
  const kind = memberKind(body, key);
  if (kind === "absent" || kind === "null" || kinds.includes(kind)) return;
  throw new HoldfastError("request-invalid", { message: `"${key}" must be a ${kinds.join(" or a ")}.`, param: key });
}
