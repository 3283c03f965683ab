import type { HoldfastError } from "../../errors.ts";
import { makeCanary } from "../../guards/canary.ts";
import { mostSevere } from "../../guards/most-severe.ts";
import type { BrokenGuard, JudgedFinding, Verdict } from "../../guards/policy.ts";
import type { Vault } from "../../guards/redact/vault.ts";
import type { ScreenedText } from "../../guards/guard.ts";
import type { ToolSituation } from "../../guards/tools/judge-tool-call.ts";
import type { NamedPolicy } from "../snapshot.ts";
import { toolSituation } from "./tool-situation.ts";

/** What is known of a request once it was screened. */
export interface Screened {
  readonly named: NamedPolicy;
  readonly verdict: Verdict;
  readonly texts: readonly ScreenedText[];
  readonly vault: Vault;
  /** The secret word in the system prompt; undefined: there is none. */
  readonly canary: string | undefined;
  /** Says that a guard broke to whoever has to mend it. */
  readonly tellBroken: (broken: BrokenGuard) => void;
}

/** Findings of an answer that are kept for the ledger; a bound on what a stream may fill memory with. */
const maxKept = 64;

/** The guards of one call: what they said of its request, and gather of its answer. */
export class CallGuards {
  readonly named: NamedPolicy;
  readonly vault: Vault;
  readonly canary: string | undefined;
  readonly #texts: readonly ScreenedText[];
  #input: Verdict;
  readonly #output: JudgedFinding[] = [];
  #worst: Verdict["kind"] = "pass";
  #refusal: HoldfastError | undefined;
  #situation: ToolSituation | undefined;
  readonly #tellBroken: Screened["tellBroken"];
  readonly #toldBroken = new Set<string>();

  constructor({ named, verdict, texts, vault, canary, tellBroken }: Screened) {
    this.named = named;
    this.#input = verdict;
    this.vault = vault;
    this.canary = canary;
    this.#texts = texts;
    this.#worst = verdict.kind;
    this.#tellBroken = tellBroken;
  }

  /** What was found in the request, so far. */
  get input(): Verdict {
    return this.#input;
  }

  /** True when verdicts are acted on; false: they are only written down. */
  get enforces(): boolean {
    return this.named.compiled.policy.mode === "enforce";
  }

  /** What a judgement of the answer's tool calls has to know. Worked out when the first one comes. */
  get situation(): ToolSituation {
    this.#situation ??= toolSituation(this.#texts, this.input);
    return this.#situation;
  }

  /** Adds what somebody else has found in the request. */
  foundBeside({ kind, findings, broken }: Verdict): void {
    this.#input = {
      ...this.#input,
      kind: mostSevere([this.#input.kind, kind]),
      findings: [...this.#input.findings, ...findings],
      broken: [...this.#input.broken, ...broken],
    };
    this.#worst = mostSevere([this.#worst, kind]);
  }

  /** Tells each guard that broke once: a stream asks it for every piece, whatever the policy makes of that. */
  broke(guards: readonly BrokenGuard[]): void {
    for (const broken of guards) {
      const name = `${broken.detector} ${broken.reason}`;
      if (this.#toldBroken.has(name)) continue;
      this.#toldBroken.add(name);
      this.#tellBroken(broken);
    }
  }

  /** Notes what was found in the answer. */
  found(verdict: Pick<Verdict, "kind" | "findings">): void {
    this.#worst = mostSevere([this.#worst, verdict.kind]);
    const room = maxKept - this.#output.length;
    if (room > 0) this.#output.push(...verdict.findings.slice(0, room));
  }

  /** The answer was kept from the caller, or ended before its end. */
  stop(refusal: HoldfastError): void {
    this.#refusal ??= refusal;
  }

  /** Why the answer was stopped; undefined: it was not. */
  get refusal(): HoldfastError | undefined {
    return this.#refusal;
  }

  /** The call's verdict for ledger and header: the worst of both directions. */
  get verdict(): string {
    return this.enforces ? this.#worst : `${this.named.compiled.policy.mode}:${this.#worst}`;
  }

  /** For the ledger. */
  get findings(): readonly JudgedFinding[] {
    return [...this.input.findings, ...this.#output];
  }
}

/** The canary of a release: the same in each of its calls, so that a provider's cache of the prompt holds. `hash` is hexadecimal. */
export function canaryFromHash(hash: string): string {
  const pairs = hash.match(/../g) ?? [];
  return makeCanary(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)));
}
