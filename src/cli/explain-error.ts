import { HoldfastError } from "../errors.ts";

/** How deep a chain of causes is followed. */
const maxCauses = 5;

/**
 * What went wrong, for the person at this command. Callers must not learn why a database is away; whoever runs a command
 * on its store is helped by nothing else.
 */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const why = error instanceof HoldfastError && error.code === "store-unavailable" ? firstCause(error) : undefined;
  return why === undefined || why === "" ? error.message : `${error.message} It said: ${why}`;
}

/** The driver's own words: what stands around them quotes the query. */
function firstCause(error: Error): string | undefined {
  let found = error;
  for (let depth = 0; depth < maxCauses && found.cause instanceof Error; depth += 1) found = found.cause;
  return found instanceof HoldfastError ? undefined : found.message;
}
