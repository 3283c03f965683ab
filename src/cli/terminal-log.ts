import type { Log } from "../ports/log.ts";
import { formatClock } from "./format-time.ts";
import { oneLine } from "./table.ts";
import type { Style } from "./terminal.ts";

const maxFieldLength = 200;

export interface TerminalLogOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly write: (line: string) => void;
  readonly style: (style: Style, text: string) => string;
}

/** The gateway's log for people who watch it: a line an event, without the depths of an error (a program gets those). */
export function createTerminalLog({ now, write, style }: TerminalLogOptions): Log {
  const emit = (mark: string, event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const time = style("dim", formatClock(new Date(now()).toISOString()));
    const shown = Object.entries(fields).map(([name, value]) => `${style("dim", `${name}=`)}${text(value)}`);
    write([time, mark, event, ...shown].join(" "));
  };
  return {
    info: (event, fields) => emit(style("cyan", "info"), event, fields),
    warn: (event, fields) => emit(style("yellow", "warn"), event, fields),
    error: (event, fields) => emit(style("red", "error"), event, fields),
  };
}

function text(value: unknown): string {
  const whole =
    value instanceof Error ? value.message : typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const line =
    value instanceof Error && whole.includes("\n") ? `\n${whole.trim()}` : oneLine(whole).slice(0, maxFieldLength);
  return line;
}
