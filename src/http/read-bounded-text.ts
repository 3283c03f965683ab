import { HoldfastError } from "../errors.ts";

/** A request's body as text, of at most `maxBytes`. Refuses with `body-too-large`, or `body-malformed` for what is not UTF-8. */
export async function readBoundedText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let text = "";
  let length = 0;
  const body: ReadableStream<Uint8Array> | null = request.body;
  const reader = body?.getReader();
  try {
    for (;;) {
      const next = await reader?.read();
      if (next === undefined || next.done) return text + decoder.decode();
      length += next.value.byteLength;
      if (length > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(next.value, { stream: true });
    }
  } catch (error) {
    await reader?.cancel().catch(() => undefined);
    if (error instanceof TypeError)
      throw new HoldfastError("body-malformed", { message: "It is not UTF-8.", cause: error });
    throw error;
  }
}

function tooLarge(maxBytes: number): HoldfastError {
  return new HoldfastError("body-too-large", { message: `At most ${maxBytes} bytes are read here.` });
}
