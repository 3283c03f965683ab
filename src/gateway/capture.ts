import { joinChunks } from "../lib/join-chunks.ts";
import type { CapturePolicy } from "./snapshot.ts";

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
    const room = this.policy.maxBytes - this.#kept;
    if (room <= 0) return;
    // A copy: the chunk may be a view of a large buffer that would stay alive with it.
    const kept = chunk.slice(0, room);
    this.#chunks.push(kept);
    this.#kept += kept.byteLength;
  }

  get response(): { readonly bytes: Uint8Array; readonly truncated: boolean } {
    return { bytes: joinChunks(this.#chunks, this.#kept), truncated: this.#seen > this.#kept };
  }
}
