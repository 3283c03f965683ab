import { lookaheadBytes } from "../../ledger/redact-bodies.ts";
import { joinChunks } from "../../lib/join-chunks.ts";
import type { CapturePolicy } from "../snapshot.ts";

/** Keeps the first bytes of a call's answer for the ledger, up to the policy's bound. */
export class Capture {
  readonly policy: CapturePolicy;
  readonly #chunks: Uint8Array[] = [];
  #kept = 0;
  #seen = 0;

  constructor(policy: CapturePolicy) {
    this.policy = policy;
  }

  answered(chunk: Uint8Array): void {
    this.#seen += chunk.byteLength;
    const room = this.policy.maxBytes + lookaheadBytes - this.#kept;
    if (room <= 0) return;
    // A copy: the chunk may be a view of a large buffer that would stay alive with it.
    const kept = chunk.slice(0, room);
    this.#chunks.push(kept);
    this.#kept += kept.byteLength;
  }

  /** Undefined when nothing came. */
  get response(): Uint8Array | undefined {
    return this.#kept === 0 ? undefined : joinChunks(this.#chunks, this.#kept);
  }

  /** Whether more came than was kept. */
  get responseCut(): boolean {
    return this.#seen > this.#kept;
  }
}
