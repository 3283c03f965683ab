import { applyEdits } from "../../../dialects/apply-edits.ts";
import { replaceSpan } from "../../../dialects/replace-span.ts";
import { scanJsonBody } from "../../../dialects/scan-json-body.ts";
import type { SpanKind, TextSpan } from "../../../dialects/transcript.ts";
import { canaryNotice, makeCanary } from "../../../guards/canary.ts";
import { redactSpans } from "../../../guards/redact/redact-spans.ts";
import { spotlightNotice, spotlightText } from "../../../guards/spotlight.ts";
import type { RenderedMessage, RenderedPrompt } from "../../../prompts/prompt.ts";
import type { Ids } from "../../../ports/ids.ts";
import type { CallGuards } from "../call-guards.ts";
import type { PreparedCall, ScreenedCall } from "../../call.ts";
import { emptyPrompt } from "../../routing/empty-prompt.ts";
import { eachVariable, promptTexts } from "./prompt-texts.ts";

export interface Protecting {
  readonly guards: CallGuards;
  /** The texts of the body that go to the provider. */
  readonly spans: readonly TextSpan[];
  /** The texts of the body that do not: variables of a prompt, which are screened where the prompt has them. */
  readonly unsent: readonly TextSpan[];
}

const markBytes = 16;
/** What comes from outside, and what a model may take for orders. */
const outside: ReadonlySet<SpanKind> = new Set(["tool-result", "document"]);

/** The call as its provider may see it: without what the policy redacts, with outside texts marked, and the notices about both. */
export function protectRequest(
  call: PreparedCall,
  { guards, spans, unsent }: Protecting,
  ids: Pick<Ids, "secret">,
): ScreenedCall {
  const { policy } = guards.named.compiled;
  const mark = policy.spotlight === "off" ? "" : makeCanary(ids.secret(markBytes));
  const redacted = new Map(redactSpans(spans, guards.input, place(guards)).map(({ span, text }) => [span, text]));
  const marked = new Map(redacted);
  if (policy.spotlight !== "off") {
    for (const span of spans) {
      if (outside.has(span.kind))
        marked.set(span, spotlightText(redacted.get(span) ?? span.text, policy.spotlight, mark));
    }
  }
  const hasMarked = spans.some(({ kind }) => outside.has(kind));
  const notices = [
    guards.canary === undefined ? undefined : canaryNotice(guards.canary),
    hasMarked ? spotlightNotice(policy.spotlight, mark) : undefined,
  ].filter((notice) => notice !== undefined);
  const writing = withNotices(redactedPrompt(call, guards), notices);
  for (const span of unsent) redacted.set(span, guards.vault.hide(span.text));
  const kept = withTexts(call, redacted);
  return {
    ...call,
    body: withTexts(call, marked),
    writing,
    guards,
    kept: kept.kind === "json" ? kept.json : undefined,
  };
}

/** Placeholders that the answer is given the originals back for. */
function place({ vault }: CallGuards): (name: string, original: string) => string {
  return (name, original) => vault.placeholderFor(name, original);
}

function withTexts({ body }: PreparedCall, texts: ReadonlyMap<TextSpan, string>): PreparedCall["body"] {
  if (texts.size === 0 || body.kind !== "json") return body;
  const edits = [...texts].map(([span, text]) => replaceSpan(span, text));
  return { kind: "json", json: scanJsonBody(applyEdits(body.json.bytes, edits)) };
}

function redactedPrompt({ writing }: PreparedCall, guards: CallGuards): RenderedPrompt | undefined {
  if (writing === undefined) return undefined;
  const redacted = new Map(
    redactSpans(promptTexts(writing), guards.input, place(guards)).map(({ span, text }) => [span.pointer, text]),
  );
  if (redacted.size === 0) return writing;
  return { ...writing, ...eachVariable(writing, (span, pointer) => redacted.get(pointer) ?? span.text) };
}

/** Notices are the operator's words, in front of all others. */
function withNotices(writing: RenderedPrompt | undefined, notices: readonly string[]): RenderedPrompt | undefined {
  if (notices.length === 0) return writing;
  const { before, ...rest } = writing ?? emptyPrompt;
  const notice: RenderedMessage = {
    role: "system",
    parts: [{ kind: "text", spans: [{ from: "template", text: notices.join("\n") }] }],
  };
  return { ...rest, before: [notice, ...before] };
}
