import type { SeenAnswer } from "./http-connection.ts";

/** Different failures told apart; the rest is counted together. */
const maxKinds = 5;

/** Counts calls, and checks each answer's status and length. */
export class Tally {
  calls = 0;
  readonly #expectedBytes: number;
  readonly #failures = new Map<string, number>();

  constructor(expectedBytes: number) {
    this.#expectedBytes = expectedBytes;
  }

  /** Returns true when the answer is the right one. */
  take(answer: SeenAnswer): boolean {
    this.calls += 1;
    const problem = this.#problemOf(answer);
    if (problem === undefined) return true;
    this.fail(problem);
    return false;
  }

  fail(problem: string): void {
    const kind = this.#failures.size < maxKinds || this.#failures.has(problem) ? problem : "other failures";
    this.#failures.set(kind, (this.#failures.get(kind) ?? 0) + 1);
  }

  /** One sentence a kind of failure; empty when all went well. */
  get failures(): readonly string[] {
    return [...this.#failures].map(([problem, count]) => `${count} × ${problem}`);
  }

  #problemOf(answer: SeenAnswer): string | undefined {
    if (answer.failure !== undefined) return answer.failure;
    if (answer.status !== 200) return `status ${answer.status}`;
    if (answer.bodyBytes !== this.#expectedBytes) return `${answer.bodyBytes} bytes instead of ${this.#expectedBytes}`;
    return undefined;
  }
}
