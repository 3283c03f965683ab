import type { AnsweredCall } from "../dispatch.ts";
import { readingOf } from "../reading-of.ts";
import type { Settlement } from "./settlement.ts";

export interface PlainAnswer {
  /** As the provider sent it: what was paid for. */
  readonly bytes: Uint8Array;
  /** As its guards let it through: what may be kept. */
  readonly shown: Uint8Array;
}

/** Closes a call whose whole answer is in memory. */
export function settlePlain(
  call: AnsweredCall,
  { bytes, shown }: PlainAnswer,
  settlement: Settlement,
): Promise<void> | undefined {
  const { status } = call.answer;
  settlement.capture?.answered(shown);
  return settlement.close({
    outcome: status < 400 ? "answered" : "declined",
    status,
    reading: readingOf(call, bytes),
    responseBytes: shown.byteLength,
  });
}
