/** An immutable version of a prompt, as the registry keeps it. Its content decides its hash, and its hash its number. */
export interface StoredPromptVersion {
  readonly name: string;
  /** From 1, without gaps. */
  readonly version: number;
  /** SHA-256 of the canonical content, hex. */
  readonly hash: string;
  /** Canonical JSON. */
  readonly content: string;
  readonly author: string;
  readonly message: string | undefined;
  /** The version that was the latest before this one. */
  readonly parent: number | undefined;
  readonly createdAtMs: number;
}

/** A version without its content, for lists. */
export type PromptVersionSummary = Omit<StoredPromptVersion, "content">;

/** A movable name for a version. */
export interface PromptLabel {
  readonly name: string;
  readonly label: string;
  readonly version: number;
  /**
   * The version that a prompt file last gave the label to. A file moves it only when it says something else than that,
   * so that applying an unchanged tree does not undo a move by hand. Undefined: no file ever did.
   */
  readonly applied: number | undefined;
  readonly movedAtMs: number;
  readonly movedBy: string;
}

/** The label that stands at the version that was published or applied last. No hand moves it. */
export const latestLabel = "latest";
