import { HoldfastError } from "../../errors.ts";

/** Drizzle wraps the driver's error once; nothing nests deeper than a few. */
const maxCauses = 5;

/**
 * Classes of SQLSTATE that say a row cannot be stored as it is: 21 and 22 (data), 23 (integrity), 54 (over a limit of
 * the database). https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const dataClasses: ReadonlySet<string> = new Set(["21", "22", "23", "54"]);

/** The five characters of a SQLSTATE, which no code of a socket error has. */
const sqlState = /^[0-9A-Z]{5}$/;

/** The driver's own error at the bottom of a chain: drizzle's wrapper carries the parameters in its message. */
function driverError(thrown: unknown): unknown {
  let error = thrown;
  for (let depth = 0; depth < maxCauses; depth += 1) {
    if (!(error instanceof Error) || stateOf(error) !== undefined || error.cause === undefined) return error;
    error = error.cause;
  }
  return error;
}

function stateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return sqlState.test(error.code) ? error.code : undefined;
}

/** True when a row is at fault and will be at the next try; false when the database is, and trying again may help. */
export function isDataError(thrown: unknown): boolean {
  const state = stateOf(driverError(thrown));
  return state !== undefined && dataClasses.has(state.slice(0, 2));
}

/**
 * What the store throws: `internal-error` for a row that cannot be stored, `store-unavailable` for everything else.
 * The cause is the driver's error; it never holds the database's password, and drizzle's copy of the parameters is
 * left out of it.
 */
export function toStoreError(operation: string, thrown: unknown): HoldfastError {
  if (thrown instanceof HoldfastError) return thrown;
  const cause = driverError(thrown);
  const internal = { operation, sqlState: stateOf(cause) };
  return isDataError(cause)
    ? new HoldfastError("internal-error", { internal, cause })
    : new HoldfastError("store-unavailable", { message: "Try again shortly.", internal, cause });
}
