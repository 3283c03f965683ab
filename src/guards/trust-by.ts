import type { Trust } from "../dialects/transcript.ts";
import type { ScreenedText } from "./guard.ts";

/** How far the text at a pointer is trusted. A pointer that none of the texts has is nobody's, and trusted least. */
export function trustBy(texts: readonly ScreenedText[]): (pointer: string) => Trust {
  const trusts = new Map(texts.map(({ pointer, trust }) => [pointer, trust]));
  return (pointer) => trusts.get(pointer) ?? "tool";
}
