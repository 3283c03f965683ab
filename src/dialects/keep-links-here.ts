import { applyEdits } from "./apply-edits.ts";
import type { ApiFamily } from "./endpoints.ts";
import { latin1 } from "./latin1.ts";

/**
 * Links in answers that an SDK follows with the key it has, by API. The first group is the host that they name, at which
 * that key, being one of ours, is worth nothing and should not be seen.
 */
const followed: Readonly<Record<ApiFamily, RegExp | undefined>> = {
  openai: undefined,
  anthropic:
    /"results_url"\s{0,16}:\s{0,16}"(https?:\/\/[^/"\\]{1,255})\/v1\/messages\/batches\/[^/"\\]{1,255}\/results"/dg,
  gemini: undefined,
};

/**
 * An answer whose followed links lead back to the gateway: their host is cut out, and SDKs resolve what is left against
 * their base URL. Every other byte stays as it was; the same array when there is nothing to cut.
 */
export function keepLinksHere(answer: Uint8Array, family: ApiFamily): Uint8Array {
  const links = followed[family];
  if (links === undefined) return answer;
  const edits = Array.from(latin1(answer).matchAll(links), (match) => {
    const [start, end] = match.indices?.[1] ?? [0, 0];
    return { start, end, text: "" };
  });
  return applyEdits(answer, edits);
}
