import { decide } from "../../../guards/decide.ts";
import { askEndpoint } from "../../../guards/external/ask-endpoint.ts";
import { classifierQuestion } from "../../../guards/external/classifier-question.ts";
import type { ClassifierQuestion } from "../../../guards/external/classifier-question.ts";
import { readClassifierAnswer } from "../../../guards/external/read-classifier-answer.ts";
import type { ScreenedText } from "../../../guards/guard.ts";
import type { Screening, Verdict } from "../../../guards/policy.ts";
import { redactSpans } from "../../../guards/redact/redact-spans.ts";
import { removeForGood } from "../../../guards/redact/redact-text.ts";
import { trustBy } from "../../../guards/trust-by.ts";
import { HoldfastError } from "../../../errors.ts";
import { Cancellation } from "../../../lib/cancellation.ts";
import { askJudge } from "./ask-judge.ts";
import type { CallGuards } from "../call-guards.ts";
import type { PreparedCall } from "../../call.ts";
import type { CallingGateway } from "../../gateway.ts";
import type { Settlement } from "../../settling/settlement.ts";
import type { ExternalClassifier } from "../../snapshot.ts";

/** A score below this says "no". A row must not hold sixty of them; where a threshold is lower, that decides. */
const leastScore = 0.1;

export interface Subject {
  readonly call: PreparedCall;
  readonly guards: CallGuards;
  readonly texts: readonly ScreenedText[];
}

export type AskingGateway = Pick<CallingGateway, "clock" | "ids" | "background" | "counters" | "log" | "run">;

/**
 * Asks the policy's external classifier, where it has one, the call is one of its share, and it is not refused already.
 * Undefined: there is nothing to wait for. That is so too where the policy only watches: then what is said goes into the
 * row when it comes before the call's end, and only into the counters when it comes later. Rejects with the reason when
 * the call is cancelled meanwhile.
 */
export function askClassifier(
  subject: Subject,
  settlement: Settlement,
  gateway: AskingGateway,
): Promise<void> | undefined {
  const { call, guards } = subject;
  const { external } = guards.named;
  if (external === undefined || !isSampled(external, subject, gateway)) return undefined;
  const { question, asked } = questionAbout(subject);
  if (asked.length === 0) return undefined;
  const asking = ask({ external, call, policy: guards.named.name, question, asked }, gateway);
  if (guards.enforces) {
    // The classifier has its own limit; the caller's body, which was waited for last, is here.
    settlement.deadline.waitForNothing();
    return asking.then((said) => {
      if (said === undefined) throw call.request.cancellation.reason ?? new HoldfastError("client-closed");
      note(said, subject, gateway);
    });
  }
  const noted = asking.then((said) => {
    if (said === undefined) return;
    const verdict = note(said, subject, gateway);
    if (!settlement.closed) return;
    for (const { action, detector } of verdict.findings) if (action !== "pass") gateway.counters.found(detector);
  });
  gateway.background.run("guard-classifier", noted);
  return undefined;
}

/** Counting tokens asks no model anything, so that there is nothing to protect. */
function isSampled({ sampleRate }: ExternalClassifier, { call, guards }: Subject, { ids }: AskingGateway): boolean {
  if (!call.endpoint.usesTokens || (guards.enforces && guards.input.kind === "block")) return false;
  return ids.random() < sampleRate;
}

/** What the policy redacts is kept from this outsider as it is from the provider. */
function questionAbout({ texts, guards }: Subject): ReturnType<typeof classifierQuestion> {
  const redacted = new Map<ScreenedText, string>();
  for (const { span, text } of redactSpans(texts, guards.input, removeForGood)) redacted.set(span, text);
  return classifierQuestion(texts, (text) => redacted.get(text) ?? text.text);
}

interface Question {
  readonly external: ExternalClassifier;
  readonly call: PreparedCall;
  readonly policy: string;
  readonly question: ClassifierQuestion;
  readonly asked: readonly ScreenedText[];
}

/** Undefined: the call was cancelled, and nobody wants to know any more. */
async function ask(asking: Question, gateway: AskingGateway): Promise<Screening | undefined> {
  const { external, call, asked } = asking;
  const { timeoutMs } = external;
  const { cancellation: calls } = call.request;
  const cancellation = new Cancellation();
  calls.onCancel((reason) => cancellation.cancel(reason));
  const callOff = gateway.clock.after(timeoutMs, () =>
    cancellation.cancel(new Error(`The classifier has said nothing for ${timeoutMs} ms.`)),
  );
  try {
    return readClassifierAnswer(await answerOf(asking, cancellation, gateway), asked);
  } catch (cause) {
    if (calls.reason !== undefined) return undefined;
    const reason = cancellation.reason === undefined ? "threw" : "over-budget";
    return { findings: [], broken: [{ detector: "external", reason, cause }] };
  } finally {
    callOff();
  }
}

function answerOf(
  { external, question, call, policy }: Question,
  cancellation: Cancellation,
  gateway: AskingGateway,
): Promise<string> {
  const { asked, timeoutMs } = external;
  switch (asked.kind) {
    case "endpoint":
      return askEndpoint(asked.endpoint, question, { cancellation, connectMs: timeoutMs });
    case "judge":
      return askJudge(asked.call, question, { asking: { call, policy, cancellation }, gateway });
  }
}

/** Adds what was said to what is known of the call, and returns what the policy makes of it. */
function note(said: Screening, { call, guards, texts }: Subject, { log, counters }: AskingGateway): Verdict {
  const { name, compiled } = guards.named;
  for (const { detector, reason, cause } of said.broken) {
    counters.guardBroke(detector);
    log.warn("classifier-broke", { call: call.id, policy: name, reason, error: cause });
  }
  const { thresholds } = compiled.policy;
  const trustOf = trustBy(texts);
  const findings = said.findings.filter(
    ({ score, pointer }) => score >= Math.min(leastScore, thresholds[trustOf(pointer)]),
  );
  const verdict = decide({ findings, broken: said.broken }, compiled.policy, trustOf);
  guards.foundBeside(verdict);
  return verdict;
}
