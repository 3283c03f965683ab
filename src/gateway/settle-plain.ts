import { nothingRead } from "../dialects/dialect.ts";
import type { AnsweredCall } from "./dispatch.ts";
import { isMetered } from "./is-metered.ts";
import type { Settlement } from "./settlement.ts";

/** Closes a call whose whole answer is in memory. */
export function settlePlain(call: AnsweredCall, bytes: Uint8Array, settlement: Settlement): Promise<void> | undefined {
  const { status } = call.answer;
  settlement.capture?.answered(bytes);
  return settlement.close({
    outcome: status < 400 ? "answered" : "declined",
    status,
    reading: isMetered(call) ? call.dialect.readAnswer(bytes, call.target.provider.quirks) : nothingRead,
    responseBytes: bytes.byteLength,
  });
}
