import { createReadStream } from "node:fs";
import { isAbsolute, join } from "node:path";
import { UsageError } from "./exit-codes.ts";

/** A file's text, or standard input's for `-`, chunk by chunk. */
export async function* openText(path: string, workingDirectory: string): AsyncIterable<string> {
  const stream =
    path === "-" ? process.stdin : createReadStream(isAbsolute(path) ? path : join(workingDirectory, path));
  stream.setEncoding("utf8");
  try {
    for await (const chunk of stream) yield String(chunk);
  } catch (error) {
    throw new UsageError(`${path} cannot be read; name a file, or - for standard input.`, { cause: error });
  }
}
