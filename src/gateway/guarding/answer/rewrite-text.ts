import type { AnswerText } from "../../../dialects/answer-text.ts";
import type { JudgedFinding } from "../../../guards/policy.ts";
import { redactText, removeForGood } from "../../../guards/redact/redact-text.ts";
import { createRestorer } from "../../../guards/redact/restorer.ts";
import type { Vault } from "../../../guards/redact/vault.ts";
import { escapeOf } from "./escape-of.ts";

/** What a whole text of an answer says to the caller: without what is redacted, and with what the request's redaction took out. */
export function rewriteText(text: AnswerText, findings: readonly JudgedFinding[], vault: Vault): string {
  const redacted = redactText(text.text, findings, removeForGood);
  if (vault.size === 0) return redacted;
  const restorer = createRestorer(vault, escapeOf(text));
  return restorer.feed(redacted) + restorer.flush();
}
