import { HoldfastError } from "../errors.ts";
import type { CallStore } from "../ports/store.ts";
import type { CallDetail } from "./call-view.ts";
import { viewCall } from "./call-view.ts";

export interface CallQuestion {
  readonly id: string;
  /** The only project that is seen; undefined: all. */
  readonly project: string | undefined;
}

/** One call and what was captured of it. Throws `not-found`, also for a call of a project that may not be seen. */
export async function showCall(
  { id, project }: CallQuestion,
  parts: { readonly calls: Pick<CallStore, "get" | "bodies"> },
): Promise<CallDetail> {
  const call = await parts.calls.get(id);
  if (call === undefined || (project !== undefined && call.project !== project)) {
    throw new HoldfastError("not-found", {
      message: "No call in the ledger has this id. A call appears there within about a second of its end.",
    });
  }
  return { call: viewCall(call), bodies: (await parts.calls.bodies(call.id)) ?? null };
}
