/** Longest head the benchmark's own client and stub take. */
const maxHeadBytes = 16 * 1024;

export interface MessageHead {
  /** The request line or status line. */
  readonly firstLine: string;
  /** Undefined: not announced. */
  readonly contentLength: number | undefined;
  readonly chunked: boolean;
  /** Index of the body's first byte. */
  readonly bodyAt: number;
}

const contentLengthLine = /\r\ncontent-length: *(\d{1,12})/i;
const chunkedLine = /\r\ntransfer-encoding: *chunked/i;

/** Reads the head of an HTTP/1.1 message; undefined when it is not complete yet. Throws when it is too long. */
export function readMessageHead(buffer: Buffer, from: number, to: number): MessageHead | undefined {
  const end = buffer.indexOf("\r\n\r\n", from, "latin1");
  if (end < 0 || end + 4 > to) {
    if (to - from > maxHeadBytes) throw new Error(`A message head is longer than ${maxHeadBytes} bytes.`);
    return undefined;
  }
  const head = buffer.toString("latin1", from, end);
  const lineEnd = head.indexOf("\r\n");
  const length = contentLengthLine.exec(head)?.[1];
  return {
    firstLine: lineEnd < 0 ? head : head.slice(0, lineEnd),
    contentLength: length === undefined ? undefined : Number(length),
    chunked: length === undefined && chunkedLine.test(head),
    bodyAt: end + 4,
  };
}
