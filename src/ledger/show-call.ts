import { HoldfastError } from "../errors.ts";
import { isoTime } from "../lib/iso-time.ts";
import type { CallStore } from "../ports/store.ts";
import type { CallDetail } from "./call-view.ts";
import { viewCall } from "./call-view.ts";

export interface CallQuestion {
  readonly id: string;
  /** The only project that is seen; undefined: all. */
  readonly project: string | undefined;
}

/** A UUID of version 7 up to its clock, or beyond: enough to know the millisecond the call started in. */
const prefixPattern = /^([0-9a-f]{8})-([0-9a-f]{4})(?:-[0-9a-f-]{0,22})?$/;
const idLength = 36;
/** The last moment that a year of four digits holds: no call started later. */
const maxDateMs = 253_402_300_799_998;
/** Far more calls than any gateway starts within a millisecond. */
const maxCandidates = 1_000;

/**
 * One call and what was captured of it. The id may be cut after 13 characters or later, as tables show it. Throws
 * `not-found`, also for a call of a project that may not be seen, and `request-invalid` when several calls begin so.
 */
export async function showCall(
  { id, project }: CallQuestion,
  parts: { readonly calls: Pick<CallStore, "get" | "bodies" | "list"> },
): Promise<CallDetail> {
  const whole = id.length >= idLength ? id : await completeId({ id, project }, parts);
  const call = whole === undefined ? undefined : await parts.calls.get(whole);
  if (call === undefined || (project !== undefined && call.project !== project)) {
    throw new HoldfastError("not-found", {
      message:
        "No call in the ledger has this id. It may be cut, to 13 characters at least. A call appears there within about a second of its end.",
    });
  }
  return { call: viewCall(call), bodies: (await parts.calls.bodies(call.id)) ?? null };
}

/** The id says when the call started, so only the calls of that millisecond are looked at. */
async function completeId(
  { id, project }: CallQuestion,
  parts: { readonly calls: Pick<CallStore, "list"> },
): Promise<string | undefined> {
  const [, high, low] = prefixPattern.exec(id) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const atMs = Number.parseInt(high + low, 16);
  if (atMs > maxDateMs) return undefined;
  const bounds = { since: isoTime(atMs), until: isoTime(atMs + 1) };
  const { calls } = await parts.calls.list({ ...bounds, ...(project === undefined ? {} : { project }) }, maxCandidates);
  const [only, another] = calls.filter((call) => call.id.startsWith(id));
  if (another === undefined) return only?.id;
  throw new HoldfastError("request-invalid", {
    message: "Several calls begin like this; write more of the id.",
    param: "id",
  });
}
