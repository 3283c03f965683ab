import { decide } from "../../../guards/decide.ts";
import type { BrokenGuard } from "../../../guards/policy.ts";
import { refusalOf } from "../../../guards/refusal-of.ts";
import { createVault } from "../../../guards/redact/vault.ts";
import { screenRequest } from "../../../guards/screen-request.ts";
import type { ScreenBudget } from "../../../guards/screen-texts.ts";
import { trustBy } from "../../../guards/trust-by.ts";
import type { Clock } from "../../../ports/clock.ts";
import { askClassifier } from "./ask-classifier.ts";
import type { AskingGateway } from "./ask-classifier.ts";
import { CallGuards, canaryFromHash } from "../call-guards.ts";
import type { PreparedCall, ScreenedCall } from "../../call.ts";
import type { Gateway } from "../../gateway.ts";
import { passThrough } from "../pass-through.ts";
import { policyFor } from "../policy-for.ts";
import { protectRequest } from "./protect-request.ts";
import type { Protecting } from "./protect-request.ts";
import { refusalOfLater } from "../refusal-of-later.ts";
import { requestTexts } from "./request-texts.ts";
import type { RequestTexts } from "./request-texts.ts";
import type { Settlement } from "../../settling/settlement.ts";
import type { NamedPolicy } from "../../snapshot.ts";
import { tellBrokenTo } from "../tell-broken-to.ts";

/** What screening one side of a call may cost the event loop, and how much text is looked at. */
const maxScreenMs = 250;
const maxCharacters = 4 * 1024 * 1024;

export function screenBudget(clock: Pick<Clock, "monotonic">): ScreenBudget {
  return { maxMs: maxScreenMs, maxCharacters, nowMs: () => clock.monotonic() };
}

/**
 * Shows every text of the request to the guards of its policy; there is something to wait for only where an external
 * classifier is asked. Refuses with `guard-blocked`, or with `guard-broke` where a guard could not do its work; both are on
 * the record. What is redacted is gone from the call that goes on.
 */
export function screenInput(
  call: PreparedCall,
  settlement: Settlement,
  gateway: AskingGateway & Pick<Gateway, "hasher">,
): ScreenedCall | Promise<ScreenedCall> {
  const named = policyFor(call, gateway);
  if (named === undefined) return { ...call, guards: undefined };
  if (call.endpoint.kind !== "call") return passThrough(call, named, { settlement, gateway });
  const { transcript, texts, unsent } = requestTexts(call);
  const guards = new CallGuards(screen({ call, named, transcript, texts }, gateway));
  settlement.reached({ ...call, guards });
  guards.broke(guards.input.broken);
  const asking = askClassifier({ call, guards, texts }, settlement, gateway);
  const protecting = { guards, spans: transcript.spans, unsent };
  if (asking !== undefined) return asking.then(() => enforce(call, protecting, gateway.ids));
  return enforce(call, protecting, gateway.ids);
}

/** Does what the verdict says. */
function enforce(call: PreparedCall, protecting: Protecting, ids: Gateway["ids"]): ScreenedCall {
  const { guards } = protecting;
  if (!guards.enforces) return { ...call, guards };
  const refusal = refusalOf(guards.input, "request", guards.named.name) ?? refusalOfLater(call, protecting.guards);
  if (refusal !== undefined) throw refusal;
  return protectRequest(call, protecting, ids);
}

interface Subject extends Pick<RequestTexts, "transcript" | "texts"> {
  readonly call: PreparedCall;
  readonly named: NamedPolicy;
}

function screen(
  { call, named, transcript, texts }: Subject,
  gateway: Pick<Gateway, "clock" | "hasher" | "log" | "counters">,
): ConstructorParameters<typeof CallGuards>[0] {
  const { compiled } = named;
  const screened = screenRequest(texts, compiled, screenBudget(gateway.clock));
  const unread: readonly BrokenGuard[] = transcript.truncated ? [{ detector: "transcript", reason: "too-long" }] : [];
  const screening = { findings: screened.findings, broken: [...screened.broken, ...unread] };
  const verdict = decide(screening, compiled.policy, trustBy(texts));
  const taken = (placeholder: string): boolean => texts.some(({ text }) => text.includes(placeholder));
  const canary = compiled.policy.canary && call.endpoint.takesPrompts ? canaryFor(call, gateway.hasher) : undefined;
  return { named, verdict, texts, vault: createVault(taken), canary, tellBroken: tellBrokenTo(gateway, call.id) };
}

function canaryFor(call: PreparedCall, hasher: Gateway["hasher"]): string {
  return canaryFromHash(hasher.hash(`canary of ${call.route?.release ?? call.caller.project}`));
}
