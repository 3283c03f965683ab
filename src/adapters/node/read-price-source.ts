import { createReadStream } from "node:fs";
import { HoldfastError } from "../../errors.ts";

const timeoutMs = 30_000;

/**
 * Reads a text from a file or an `https:` URL, of at most `maxBytes`. Follows no redirect. Refuses with
 * `request-invalid` and says what failed.
 */
export async function readPriceSource(from: string, maxBytes: number): Promise<string> {
  if (/^http:\/\//i.test(from)) throw refusal(from, "plain http can be changed on its way; use https or a file");
  try {
    const chunks = /^https:\/\//i.test(from) ? await fetchChunks(from) : fileChunks(from, maxBytes);
    return await collect(chunks, { from, maxBytes });
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw refusal(from, "it cannot be read; on a machine without a network give a file", error);
  }
}

async function fetchChunks(url: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok || response.body === null) throw refusal(url, `the server answered ${response.status}`);
  return response.body;
}

/** One byte more than allowed shows that there is more, also of files that have no size. */
function fileChunks(path: string, maxBytes: number): AsyncIterable<Uint8Array> {
  return createReadStream(path, { end: maxBytes });
}

async function collect(
  source: AsyncIterable<Uint8Array>,
  bound: { readonly from: string; readonly maxBytes: number },
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > bound.maxBytes) throw refusal(bound.from, `it is larger than ${bound.maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks, length));
}

function refusal(from: string, why: string, cause?: unknown): HoldfastError {
  return new HoldfastError("request-invalid", { message: `Prices cannot be read from ${from}: ${why}.`, cause });
}
