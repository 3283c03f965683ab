/**
 * A cancel switch for one call. `AbortSignal` does the same for twenty times the cost on Node, and every call needs one.
 * The first `cancel` wins; listeners run once, at once, in the order they came.
 */
export class Cancellation {
  #reason: Error | undefined;
  #listeners: ((reason: Error) => void)[] | undefined;

  get reason(): Error | undefined {
    return this.#reason;
  }

  /** Runs `listener` when the call is cancelled; at once if it already is. */
  onCancel(listener: (reason: Error) => void): void {
    if (this.#reason !== undefined) {
      listener(this.#reason);
      return;
    }
    (this.#listeners ??= []).push(listener);
  }

  cancel(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    const listeners = this.#listeners ?? [];
    this.#listeners = undefined;
    for (const listener of listeners) listener(reason);
  }
}
