/** Where a secret stands: the name of an environment variable (or Workers binding), or the path of a file. */
export type SecretRef = { readonly env: string } | { readonly file: string };

/** Secrets by reference. Asked when a provider or a connection is built; the answers are never kept in a configuration. */
export interface Secrets {
  /** The secret without surrounding white space; undefined when there is none or it is empty. Wrap it before it can be logged. */
  get(ref: SecretRef): string | undefined;
}
