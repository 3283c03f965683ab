import { styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Where a command speaks to: answers to standard output, everything else to standard error. */
export interface Terminal {
  /** Writes an answer and a line feed. */
  out(text: string): void;
  /** Writes a remark, a warning or an error and a line feed. */
  err(text: string): void;
  /** The text in a style, where answers are shown in colour; else the text itself. */
  style(style: Style, text: string): string;
  /** Columns of the screen; undefined: the answer goes into a file or another program. */
  readonly columns: number | undefined;
}

/** The terminal of a process. Colours follow the stream and `NO_COLOR`, as node:util does it. */
export function createTerminal(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Terminal {
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    style: (style, text) => styleText(style, text, { stream: stdout }),
    columns: stdout.isTTY ? stdout.columns : undefined,
  };
}
