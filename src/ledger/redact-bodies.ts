import type { CallBodies } from "./call-record.ts";
import type { Redactor } from "./create-redactor.ts";

/** Looked at beyond what is kept, so that a secret that the cut goes through is still recognised. */
export const lookaheadBytes = 16_384;
/** A UTF-8 character has at most this many bytes. */
const maxCharacterBytes = 4;
/** `String.fromCharCode` takes its arguments on the stack. */
const latin1Chunk = 8_192;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export interface CapturedBodies {
  readonly request: Uint8Array | undefined;
  readonly response: Uint8Array | undefined;
  /** What was captured already lacks its end. */
  readonly responseCut?: boolean;
}

/**
 * Captured bodies as they are stored: secrets replaced by `[redacted]`, at most `maxBytes` bytes each, base64 when the
 * bytes are not UTF-8 (those are redacted too: one odd byte must not carry a key past the redactor).
 */
export function redactBodies(bodies: CapturedBodies, redactor: Redactor, maxBytes: number): CallBodies {
  const request = bodies.request === undefined ? undefined : redactBody(bodies.request, redactor, maxBytes);
  const response = bodies.response === undefined ? undefined : redactBody(bodies.response, redactor, maxBytes);
  return {
    ...(request === undefined
      ? {}
      : { request: request.text, request_encoding: request.encoding, request_truncated: request.truncated }),
    ...(response === undefined
      ? {}
      : {
          response: response.text,
          response_encoding: response.encoding,
          response_truncated: response.truncated || bodies.responseCut === true,
        }),
  };
}

interface RedactedBody {
  readonly text: string;
  readonly encoding: "utf8" | "base64";
  readonly truncated: boolean;
}

function redactBody(bytes: Uint8Array, redactor: Redactor, maxBytes: number): RedactedBody {
  const window = bytes.subarray(0, maxBytes + lookaheadBytes);
  const text = decodeUtf8(window, window.length < bytes.length);
  if (text !== undefined) {
    const redacted = redactor.redact(text);
    const kept = cutToBytes(redacted.replaceAll("\0", "\uFFFD"), maxBytes);
    return { text: kept, encoding: "utf8", truncated: bytes.length > maxBytes || kept.length < redacted.length };
  }
  const redacted = redactor.redact(latin1(window));
  const kept = redacted.slice(0, maxBytes);
  return { text: btoa(kept), encoding: "base64", truncated: bytes.length > maxBytes || kept.length < redacted.length };
}

/** Undefined when the bytes are not UTF-8; a character that the window's end goes through is left out. */
function decodeUtf8(bytes: Uint8Array, isCut: boolean): string | undefined {
  const end = isCut ? endOfLastCharacter(bytes) : bytes.length;
  try {
    return utf8.decode(bytes.subarray(0, end));
  } catch {
    // The answer is that these bytes are no UTF-8; the caller stores them in another form.
    return undefined;
  }
}

/** Before the character that is not whole: UTF-8's continuation bytes are 10xxxxxx, its leading ones 11xxxxxx. */
function endOfLastCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(maxCharacterBytes, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return byte >= 0xc0 ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** The longest beginning of a text that takes at most `maxBytes` bytes of UTF-8. */
function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const isPair = unit >= 0xd800 && unit <= 0xdbff;
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPair ? 4 : 3;
    if (bytes > maxBytes) return text.slice(0, index);
    if (isPair) index += 1;
  }
  return text;
}

/** One character for each byte, unlike TextDecoder's latin1, which is windows-1252. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += latin1Chunk) {
    text += String.fromCharCode(...bytes.subarray(from, from + latin1Chunk));
  }
  return text;
}
