import { applyEdits } from "../../../dialects/apply-edits.ts";
import type { BareCall } from "../../../dialects/bare-call.ts";
import { saidText } from "../../../dialects/said-text.ts";
import type { ClassifierQuestion } from "../../../guards/external/classifier-question.ts";
import { judgeInstructions, judgeMessage } from "../../../guards/external/judge-prompt.ts";
import type { Cancellation } from "../../../lib/cancellation.ts";
import type { PromptRole, RenderedMessage } from "../../../prompts/prompt.ts";
import type { PreparedCall } from "../../call.ts";
import { emptyPrompt } from "../../routing/empty-prompt.ts";
import type { CallingGateway } from "../../gateway.ts";

/** What a question is asked about, and until when. */
export interface Asking {
  readonly call: PreparedCall;
  /** The policy's name. */
  readonly policy: string;
  readonly cancellation: Cancellation;
}

/**
 * What a model answers to a question. It is asked by a call of the same project that goes the way of all calls and has a
 * row of its own, with the tags `guard_judge` and `judged_call`. No guard looks at that call: a judge has to see the
 * attack, and must not be judged by another. Rejects when the call ends in anything but an answer.
 */
export async function askJudge(
  judge: BareCall,
  question: ClassifierQuestion,
  { asking, gateway }: { readonly asking: Asking; readonly gateway: Pick<CallingGateway, "run"> },
): Promise<string> {
  const { call, policy, cancellation } = asking;
  const leaving = new AbortController();
  cancellation.onCancel((reason) => leaving.abort(reason));
  const { head, body, dialect } = judge;
  const before = [message("system", judgeInstructions), message("user", judgeMessage(question))];
  const { answer, record } = await gateway.run({
    path: head.path,
    query: head.query,
    headers: [...head.headers, "holdfast-tags", `guard_judge=${policy},judged_call=${call.id}`],
    body: applyEdits(body.bytes, dialect.applyPrompt(body, { ...emptyPrompt, before }).edits),
    caller: { project: call.caller.project, key: undefined },
    signal: leaving.signal,
    snapshot: { ...call.snapshot, guards: undefined },
  });
  if (record?.outcome !== "answered") {
    throw new Error(`The judge's call ended as ${record?.error_code ?? record?.outcome ?? "refused"}.`);
  }
  return saidText(answer.bytes, dialect.texts, false).text;
}

function message(role: PromptRole, text: string): RenderedMessage {
  return { role, parts: [{ kind: "text", spans: [{ from: "template", text }] }] };
}
