import type { Log } from "../../ports/log.ts";
import { describeError } from "../../lib/describe-error.ts";

/** Writes one JSON line an event to standard error, so that standard output stays the command's own. */
export function createJsonLog(write: (line: string) => void): Log {
  const emit = (level: string, event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const line: Record<string, unknown> = { time: new Date().toISOString(), level, event };
    for (const [name, value] of Object.entries(fields)) {
      line[name] = value instanceof Error ? describeError(value) : value;
    }
    write(`${JSON.stringify(line)}\n`);
  };
  return {
    info: (event, fields) => emit("info", event, fields),
    warn: (event, fields) => emit("warn", event, fields),
    error: (event, fields) => emit("error", event, fields),
  };
}
