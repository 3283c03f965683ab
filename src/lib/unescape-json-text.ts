import { parseJson } from "./parse-json.ts";

/** The longest escape is `\u` and four digits. */
const maxEscapeLength = 6;

/**
 * The text that fragments of JSON strings stand for. A cut through an escape at the end loses that escape only; text
 * that is no JSON string's inside at all comes back as it is.
 */
export function unescapeJsonText(fragments: string): string {
  if (!fragments.includes("\\")) return fragments;
  for (let cut = 0; cut < maxEscapeLength; cut += 1) {
    const parsed = parseJson(`"${cut === 0 ? fragments : fragments.slice(0, -cut)}"`);
    if (parsed.ok && typeof parsed.value === "string") return parsed.value;
  }
  return fragments;
}
