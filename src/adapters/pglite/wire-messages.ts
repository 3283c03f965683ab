/**
 * The frames of the Postgres wire protocol that the embedded server reads or writes itself; everything else passes
 * through. https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

const lengthBytes = 4;
const headerBytes = 1 + lengthBytes;

/** Codes a client opens a connection with, in place of a message type. */
export const openings = { startup: 196_608, cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 } as const;

/** After one of these the backend answers, or is told to: what was sent until then belongs together. */
const cycleEnds: ReadonlySet<string> = new Set(["Q", "S", "H", "F", "c", "f"]);

export interface Frame {
  /** One letter. */
  readonly type: string;
  /** The whole message, header included. */
  readonly bytes: Buffer;
}

/** Whether the backend should be given what has been collected, now that a message of this type has come. */
export function endsCycle(type: string): boolean {
  return cycleEnds.has(type);
}

/** The length of the opening message at the start of `bytes`, once its first four bytes are there. */
export function openingLength(bytes: Buffer): number | undefined {
  return bytes.length < lengthBytes ? undefined : bytes.readInt32BE(0);
}

/** The length of the message at `offset`, header included, once its header is there. */
export function frameLength(bytes: Buffer, offset: number): number | undefined {
  return bytes.length < offset + headerBytes ? undefined : bytes.readInt32BE(offset + 1) + 1;
}

/** The messages of a complete answer of the backend, in order. */
export function* framesOf(bytes: Buffer): Generator<Frame> {
  let offset = 0;
  while (offset < bytes.length) {
    const length = frameLength(bytes, offset);
    if (length === undefined || length < headerBytes) throw new Error("The backend's answer is not made of messages.");
    yield { type: String.fromCharCode(bytes[offset] ?? 0), bytes: bytes.subarray(offset, offset + length) };
    offset += length;
  }
}

/** The text that begins at `offset` and ends with a zero byte. */
export function textAt(bytes: Buffer, offset: number): string {
  const end = bytes.indexOf(0, offset);
  return bytes.toString("utf8", offset, end === -1 ? bytes.length : end);
}

export function frame(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(`${part}\0`) : part)));
  const header = Buffer.alloc(headerBytes);
  header.write(type, "latin1");
  header.writeInt32BE(body.length + lengthBytes, 1);
  return Buffer.concat([header, body]);
}

/** What a server says to a client that has connected: welcome, these are my parameters, go ahead. */
export function welcome(parameters: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat([
    frame("R", Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) => frame("S", name, value)),
    frame("K", Buffer.alloc(8)),
    frame("Z", Buffer.from("I")),
  ]);
}

/** An error after which the server closes the connection. `state` is a SQLSTATE. */
export function fatal(state: string, message: string): Buffer {
  return frame("E", "SFATAL", "VFATAL", `C${state}`, `M${message}`, Buffer.alloc(1));
}

export const syncMessage = frame("S");

export function queryMessage(text: string): Buffer {
  return frame("Q", text);
}

export function closeStatementMessage(name: string): Buffer {
  return frame("C", Buffer.from("S"), name);
}
