import type { Layer } from "../../guard.ts";
import { factsIn } from "../../normalize/facts-in.ts";
import { hintOfWords } from "../../normalize/vocabulary.ts";
import type { PrivateRange } from "../find-private.ts";
import { isRandom } from "./is-random.ts";

/** Words and names in code have fewer bits a character, or no digit. */
const minBits = 3.2;

const assignment =
  /(?<![A-Za-z])(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|secret[_-]?key|account[_-]?key|access[_-]?token|auth[_-]?token|refresh[_-]?token|client[_-]?secret)["'`]?[ \t]{0,3}(?:=>|[=:]|\bis\b)[ \t]{0,3}["'`]?([A-Za-z0-9+/_.~!@#$%^&*=-]{12,255})/gi;

const bearer = /(?<![A-Za-z])(?:bearer|basic)[ \t]{1,4}([A-Za-z0-9._~+/=-]{20,4096})/gi;

/** The words before a secret, whole or their last parts: most texts have none. */
const words = {
  assignment: hintOfWords(
    "password passwd passphrase secret apikey key accesskey secretkey accountkey accesstoken authtoken refreshtoken token clientsecret",
  ),
  bearer: hintOfWords("bearer basic"),
};

/** `scheme://user:password@host`. */
const urlPassword = /:\/\/[^\s/@:"'\\]{1,64}:([^\s/@"'\\]{3,128})@/gu;

/** Secrets without a format of their own, told by the word before them. Only the secret itself is in the range. */
export function* assignedSecretsIn(layer: Layer): Iterable<PrivateRange> {
  const { text } = layer;
  const facts = factsIn(layer);
  if ((facts & words.assignment) !== 0) yield* mixedIn(text, "assigned", assignment);
  if ((facts & words.bearer) !== 0) yield* mixedIn(text, "bearer", bearer);
  if (!text.includes("://")) return;
  for (const match of text.matchAll(urlPassword)) yield rangeOf("url-password", match, 1);
}

function* mixedIn(text: string, name: string, expression: RegExp): Iterable<PrivateRange> {
  for (const match of text.matchAll(expression)) {
    if (isMixed(match[1] ?? "")) yield rangeOf(name, match);
  }
}

function isMixed(secret: string): boolean {
  return /\d/.test(secret) && /[A-Za-z]/.test(secret) && isRandom(secret, minBits);
}

/** The secret is the match's last part, but for `after` characters. */
function rangeOf(name: string, match: RegExpExecArray, after = 0): PrivateRange {
  const end = match.index + match[0].length - after;
  return { name, start: end - (match[1] ?? "").length, end };
}
