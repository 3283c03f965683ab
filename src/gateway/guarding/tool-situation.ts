import type { ScreenedText } from "../../guards/guard.ts";
import type { Verdict } from "../../guards/policy.ts";
import type { ToolSituation } from "../../guards/tools/judge-tool-call.ts";

/** `/messages/3`: which message a text stands in. */
const message = /^\/[^/]*\/\d+/;

/** What a request's texts mean for the tool calls of its answer. */
export function toolSituation(texts: readonly ScreenedText[], verdict: Verdict): ToolSituation {
  const suspicious = new Set(verdict.findings.filter(({ action }) => action !== "pass").map(({ pointer }) => pointer));
  const flagged = texts.filter(({ trust, pointer }) => trust === "tool" && suspicious.has(pointer));
  const trusted = texts.filter(({ trust }) => trust !== "tool");
  return {
    depth: roundsSinceUser(texts) + 1,
    flagged: flagged.map(({ text }) => text),
    trusted: trusted.map(({ text }) => text),
  };
}

/** How many messages with tool results came after the user's last words. */
function roundsSinceUser(texts: readonly ScreenedText[]): number {
  const lastUser = texts.findLastIndex(({ kind }) => kind === "user");
  const results = texts.slice(lastUser + 1).filter(({ kind }) => kind === "tool-result");
  return new Set(results.map(({ pointer }) => message.exec(pointer)?.[0])).size;
}
