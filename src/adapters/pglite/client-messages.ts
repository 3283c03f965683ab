import { endsCycle, frameLength, openingLength, openings, textAt } from "./wire-messages.ts";

/** A batch of 1,000 calls with captured bodies is some tens of megabytes. */
const maxCycleBytes = 256 * 1024 * 1024;

const maxOpeningBytes = 10_000;
const smallestOpening = 8;
const smallestFrame = 5;

/** How many prepared statements of one client are closed when it leaves. The store prepares two. */
const maxStatements = 1000;

export type ClientEvent =
  /** Encryption was asked for; a single `N` says no. */
  | { readonly kind: "encryption" }
  | { readonly kind: "startup" }
  /** Messages to hand to the backend in one piece. */
  | { readonly kind: "cycle"; readonly bytes: Buffer }
  /** The client said goodbye, or something that is not the protocol. */
  | { readonly kind: "end" };

export interface ClientMessages {
  /** What the bytes that came so far make up. */
  read(chunk: Buffer): readonly ClientEvent[];
  /** Names of the statements the client has prepared and not closed. */
  readonly statements: ReadonlySet<string>;
}

/** A piece that is complete, and how many bytes it takes. */
interface Found {
  readonly event: ClientEvent;
  readonly length: number;
}

/** Cuts what a client sends into pieces after which the backend will answer. */
export function clientMessages(): ClientMessages {
  const statements = new Set<string>();
  let opened = false;
  let chunks: Buffer[] = [];
  let size = 0;
  /** Where the next message begins within what is held. */
  let scanned = 0;
  /** How much must be held before it is worth looking again: a large message comes in many small chunks. */
  let needed = 0;

  const readCycle = (bytes: Buffer): Found | undefined => {
    for (;;) {
      const length = frameLength(bytes, scanned);
      if (length === undefined) return undefined;
      const type = String.fromCharCode(bytes[scanned] ?? 0);
      if (type === "X" || length < smallestFrame) return { event: { kind: "end" }, length: bytes.length };
      needed = scanned + length;
      if (bytes.length < needed) return undefined;
      noteStatement(statements, type, bytes.subarray(scanned + smallestFrame, needed));
      scanned = needed;
      if (endsCycle(type)) return { event: { kind: "cycle", bytes: bytes.subarray(0, scanned) }, length: scanned };
    }
  };
  const next = (bytes: Buffer): Found | undefined => {
    const found = opened ? readCycle(bytes) : readOpening(bytes);
    if (found?.event.kind === "startup") opened = true;
    return found;
  };

  return {
    statements,
    read(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxCycleBytes) return [{ kind: "end" }];
      if (size < needed) return [];
      const events: ClientEvent[] = [];
      let bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      for (let found = next(bytes); found !== undefined; found = next(bytes)) {
        events.push(found.event);
        bytes = bytes.subarray(found.length);
        scanned = 0;
        needed = 0;
      }
      chunks = bytes.length === 0 ? [] : [bytes];
      size = bytes.length;
      return events;
    },
  };
}

/** What a client opens a connection with: a request to encrypt, to cancel, or to begin. */
function readOpening(bytes: Buffer): Found | undefined {
  const length = openingLength(bytes);
  if (length === undefined) return undefined;
  if (length < smallestOpening || length > maxOpeningBytes) return { event: { kind: "end" }, length: bytes.length };
  if (bytes.length < length) return undefined;
  const code = bytes.readInt32BE(4);
  if (code === openings.ssl || code === openings.gss) return { event: { kind: "encryption" }, length };
  return { event: { kind: code === openings.startup ? "startup" : "end" }, length };
}

/** Keeps count of prepared statements: Parse (P) makes a named one, Close (C) of kind S ends it. */
function noteStatement(statements: Set<string>, type: string, body: Buffer): void {
  if (type === "P") {
    const name = textAt(body, 0);
    if (name !== "" && statements.size < maxStatements) statements.add(name);
  } else if (type === "C" && body[0] === "S".charCodeAt(0)) statements.delete(textAt(body, 1));
}
