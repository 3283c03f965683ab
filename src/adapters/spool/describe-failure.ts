/** Long messages may quote a whole statement. */
const maxLength = 500;
const maxCauses = 3;

/** An error and its causes in one bounded line, for the state and the log: message, and code when there is one. */
export function describeFailure(error: unknown): string {
  const parts: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth <= maxCauses && current !== undefined; depth += 1) {
    parts.push(describeOne(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return parts.join(" < ").slice(0, maxLength);
}

function describeOne(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? ` (${error.code})` : "";
  return `${error.message}${code}`;
}
