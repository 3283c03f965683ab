import type { PrivateRange } from "../find-private.ts";
import { isRandom } from "./is-random.ts";

/** Words and names in code have fewer bits a character, or no digit. */
const minBits = 3.2;

const assignment =
  /(?<![A-Za-z])(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|secret[_-]?key|account[_-]?key|access[_-]?token|auth[_-]?token|refresh[_-]?token|client[_-]?secret)["'`]?[ \t]{0,3}(?:=>|[=:]|\bis\b)[ \t]{0,3}["'`]?([A-Za-z0-9+/_.~!@#$%^&*=-]{12,255})/gi;

const bearer = /(?<![A-Za-z])(?:bearer|basic)[ \t]{1,4}([A-Za-z0-9._~+/=-]{20,4096})/gi;

/** `scheme://user:password@host`. */
const urlPassword = /:\/\/[^\s/@:"'\\]{1,64}:([^\s/@"'\\]{3,128})@/gu;

/** Secrets without a format of their own, told by the word before them. Only the secret itself is in the range. */
export function* assignedSecretsIn(text: string): Iterable<PrivateRange> {
  for (const match of text.matchAll(assignment)) {
    if (isMixed(match[1] ?? "")) yield rangeOf("assigned", match);
  }
  for (const match of text.matchAll(bearer)) {
    if (isMixed(match[1] ?? "")) yield rangeOf("bearer", match);
  }
  if (!text.includes("://")) return;
  for (const match of text.matchAll(urlPassword)) yield rangeOf("url-password", match, 1);
}

function isMixed(secret: string): boolean {
  return /\d/.test(secret) && /[A-Za-z]/.test(secret) && isRandom(secret, minBits);
}

/** The secret is the match's last part, but for `after` characters. */
function rangeOf(name: string, match: RegExpExecArray, after = 0): PrivateRange {
  const end = match.index + match[0].length - after;
  return { name, start: end - (match[1] ?? "").length, end };
}
