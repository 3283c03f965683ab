/** What the thread that runs PGlite is started with. */
export interface WorkerStart {
  /** The database's own directory. */
  readonly directory: string;
  readonly socketPath: string;
}

/** What it says. */
export type WorkerReport =
  | { readonly kind: "ready" }
  /** The database was made anew beside one whose making had been interrupted. */
  | { readonly kind: "set-aside"; readonly directory: string }
  | { readonly kind: "closed" };

/** The one thing it is told. */
export type WorkerOrder = { readonly kind: "close" };
