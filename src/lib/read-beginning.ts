import type { ByteSource } from "../ports/http-message.ts";
import { joinChunks } from "./join-chunks.ts";

export interface Beginning {
  readonly bytes: Uint8Array;
  /** False: there was more, or the body broke off. */
  readonly isWhole: boolean;
}

/**
 * The first bytes of a body, at most `maxBytes`. The rest is heard to its end and dropped, so that for whoever sends it
 * nothing is different. Never rejects.
 */
export function readBeginning(source: ByteSource, maxBytes: number): Promise<Beginning> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let kept = 0;
    let seen = 0;
    const over = (hasEnded: boolean): void =>
      resolve({ bytes: joinChunks(chunks, kept), isWhole: hasEnded && seen === kept });
    source.start({
      data(chunk) {
        seen += chunk.byteLength;
        const part = chunk.subarray(0, maxBytes - kept);
        if (part.byteLength === 0) return;
        chunks.push(part);
        kept += part.byteLength;
      },
      end: () => over(true),
      fail: () => over(false),
    });
  });
}
