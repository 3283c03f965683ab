/** Work that outlives the answer it came from. Errors are reported under the name; nothing is swallowed. */
export interface Background {
  run(name: string, work: Promise<unknown>): void;
  /** Resolves when everything started so far has ended. */
  drained(): Promise<void>;
}
