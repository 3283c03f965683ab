import { nothingRead } from "../dialects/dialect.ts";
import type { Reading } from "../dialects/dialect.ts";
import type { AnsweredCall } from "./dispatch.ts";
import { isMetered } from "./is-metered.ts";

/** What a whole answer says about itself, where the call is metered. */
export function readingOf(call: AnsweredCall, bytes: Uint8Array): Reading {
  return isMetered(call) ? call.dialect.readAnswer(bytes, call.target.provider.quirks) : nothingRead;
}
