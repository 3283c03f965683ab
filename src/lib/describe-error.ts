import { HoldfastError } from "../errors.ts";

/** How deep a chain of causes is followed. */
const maxCauses = 5;

/** An error as fields for the log: name, code, message, private details and causes. Stacks only for what is not ours. */
export function describeError(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error ? error.code : undefined;
  const described: Record<string, unknown> = { name: error.name, message: error.message };
  if (code !== undefined) described["code"] = code;
  if (error instanceof HoldfastError) Object.assign(described, error.internal);
  else if (depth === 0) described["stack"] = error.stack;
  if (error.cause !== undefined && depth < maxCauses) described["cause"] = describeError(error.cause, depth + 1);
  return described;
}
