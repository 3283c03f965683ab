import type { AnsweredCall } from "./dispatch.ts";

/** Only what a POST makes is paid for: reading an old answer, or a list of them, is no new usage. */
export function isMetered({ request }: Pick<AnsweredCall, "request">): boolean {
  return request.method === "POST";
}
