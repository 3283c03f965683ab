import { guardPolicySchema } from "../../../src/config/guard-schema.ts";
import type { DialectId } from "../../../src/dialects/dialect.ts";
import { dialects } from "../../../src/dialects/registry.ts";
import { CallGuards } from "../../../src/gateway/guarding/call-guards.ts";
import { guardStream } from "../../../src/gateway/guarding/answer/guard-stream.ts";
import { compilePolicy } from "../../../src/guards/compile-policy.ts";
import type { Detector, ScreenedText } from "../../../src/guards/guard.ts";
import type { BrokenGuard, Verdict } from "../../../src/guards/policy.ts";
import { createVault } from "../../../src/guards/redact/vault.ts";
import { Cancellation } from "../../../src/lib/cancellation.ts";
import type { ByteSink, ByteSource } from "../../../src/ports/http-message.ts";
import { manualClock, type ManualClock } from "./manual-clock.ts";

export type WrittenPolicy = Parameters<typeof guardPolicySchema.parse>[0];

export const passed: Verdict = { kind: "pass", findings: [], broken: [], shadow: false };

export interface RunParts {
  readonly id: DialectId;
  readonly contentType?: string;
  readonly policy?: WrittenPolicy;
  readonly canary?: string;
  /** What the request's redaction took out: placeholders are `[email-1]`, `[email-2]` … */
  readonly redacted?: readonly string[];
  readonly texts?: readonly ScreenedText[];
  readonly input?: Verdict;
  /** Instead of the policy's own detectors of answers. */
  readonly output?: readonly Detector[];
  readonly tellBroken?: (broken: BrokenGuard) => void;
}

/** A guarded stream between a provider that the test plays and a caller that keeps what it gets. */
export interface GuardedRun {
  readonly clock: ManualClock;
  readonly guards: CallGuards;
  readonly cancellation: Cancellation;
  readonly source: ByteSource;
  /** The provider's end. */
  readonly provider: ByteSink;
  /** What happened on either side, in order, but for data. */
  readonly events: readonly string[];
  readonly failure: () => Error | undefined;
  readonly chunks: readonly Uint8Array[];
  readonly text: () => string;
}

export function guardedRun(parts: RunParts): GuardedRun {
  const clock = manualClock();
  const guards = guardsOf(parts);
  const cancellation = new Cancellation();
  const events: string[] = [];
  const chunks: Uint8Array[] = [];
  let failure: Error | undefined;
  let provider: ByteSink | undefined;
  const note = (what: string) => () => void events.push(what);
  const stream = {
    body: {
      start: (sink: ByteSink) => void (provider = sink),
      pause: note("body paused"),
      resume: note("body resumed"),
      cancel: note("body cancelled"),
    },
    texts: dialects[parts.id].texts.stream(parts.contentType ?? "text/event-stream"),
    guards,
    cancellation,
    heard: () => {},
  };
  const source = guardStream(stream, clock);
  source.start({
    data: (chunk) => void chunks.push(chunk),
    end: note("end"),
    fail(error) {
      failure = error;
      events.push("fail");
    },
  });
  if (provider === undefined) throw new Error("the body was not started");
  const text = () => Buffer.concat(chunks).toString();
  return { clock, guards, cancellation, source, provider, events, failure: () => failure, chunks, text };
}

/** Everything that the caller gets of these bytes. */
export function guarded(parts: RunParts, pieces: readonly Uint8Array[], gapMs = 0): GuardedRun {
  const run = guardedRun(parts);
  for (const piece of pieces) {
    run.provider.data(piece);
    run.clock.pass(gapMs);
  }
  run.provider.end();
  return run;
}

export function guardsOf(parts: RunParts): CallGuards {
  const { policy = {}, canary, redacted = [], texts = [], input = passed, tellBroken = () => {} } = parts;
  const vault = createVault(() => false);
  for (const original of redacted) vault.placeholderFor("email", original);
  const whole = compilePolicy(guardPolicySchema.parse(policy), []);
  const compiled = { ...whole, output: parts.output ?? whole.output };
  const named = { name: "test", compiled, external: undefined };
  return new CallGuards({ named, verdict: input, texts, vault, canary, tellBroken });
}
