import { mostSevere } from "../../../guards/most-severe.ts";
import type { JudgedFinding, Verdict } from "../../../guards/policy.ts";
import { refusalOf } from "../../../guards/refusal-of.ts";
import type { CallGuards } from "../call-guards.ts";

/** Findings that are remembered, so that none is noted twice. More than the record keeps. */
const maxRemembered = 1_024;

/** Notes what is found in a streamed answer: once, though some dialects say every text again when it is complete. */
export class AnswerFindings {
  readonly #guards: CallGuards;
  readonly #noted = new Set<string>();

  constructor(guards: CallGuards) {
    this.#guards = guards;
  }

  note(findings: readonly JudgedFinding[], kind = mostSevere(findings.map(({ action }) => action))): void {
    this.#guards.found({ kind, findings: findings.filter((finding) => this.#isNew(finding)) });
  }

  /** Throws the refusal that the verdict comes to, if it is acted on. */
  judge(verdict: Verdict): void {
    this.note(verdict.findings, verdict.kind);
    const refusal = this.#guards.enforces ? refusalOf(verdict, "answer", this.#guards.named.name) : undefined;
    if (refusal !== undefined) throw refusal;
  }

  #isNew({ detector, pointer, start, end }: JudgedFinding): boolean {
    const name = `${detector} ${start} ${end} ${pointer}`;
    if (this.#noted.has(name)) return false;
    if (this.#noted.size < maxRemembered) this.#noted.add(name);
    return true;
  }
}
