/** Which release a route serves, and how it came to that. */
export interface RouteState {
  readonly route: string;
  /** The number of the release that serves. */
  readonly pinned: number;
  /** What was pinned before; undefined: nothing was. */
  readonly previous: number | undefined;
  /**
   * The release that the working tree asked for last. Applying moves the pin only when the tree asks for another, so
   * that applying an unchanged tree does not undo a rollback.
   */
  readonly applied: number;
  /** The number of the newest release. */
  readonly newest: number;
  readonly changedAtMs: number;
  readonly changedBy: string;
  /** Why the pin stands where it does, for people. */
  readonly reason: string | undefined;
}
