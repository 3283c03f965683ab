import type { MovedPinView } from "../rollouts/pin-view.ts";
import type { ReleaseView } from "../rollouts/release-view.ts";
import { UsageError } from "./exit-codes.ts";

const releasePattern = /^(.+)@([1-9]\d{0,8})$/;

/** `support-reply@3`, or a dash. */
export function promptOf({ prompt }: ReleaseView["content"]): string {
  return prompt === undefined ? "-" : `${prompt.name}@${prompt.version}`;
}

/** `support@7`, as it was written. */
export function readReleaseName(text: string): { readonly route: string; readonly number: number } {
  const [, route, number] = releasePattern.exec(text) ?? [];
  if (route === undefined) throw new UsageError("A release is written route@number, such as support@7.");
  return { route, number: Number(number) };
}

/** What a promotion or a rollback did. */
export function movedText({ route, before, pinned, changed_by: by }: MovedPinView): string {
  return before === pinned
    ? `${route} serves ${route}@${pinned} already; nothing was changed.`
    : `${route} serves ${route}@${pinned} now (before: ${route}@${before}), on every replica within a second. By ${by}.`;
}
