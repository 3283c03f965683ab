import type { Detector, Finding, ScreenedText } from "../../../src/guards/guard.ts";
import { rawLayer } from "../../../src/guards/normalize/layer.ts";

/** A text as it comes in one of the two places that matter most. */
export function screened(text: string, from: "user" | "tool"): ScreenedText {
  return from === "user"
    ? { pointer: "/messages/0/content", text, kind: "user", trust: "user" }
    : { pointer: "/messages/1/content", text, kind: "tool-result", trust: "tool" };
}

/** What a detector finds in a text as it stands. */
export function findingsIn(detector: Detector, text: string, from: "user" | "tool" = "tool"): readonly Finding[] {
  return detector.detect([rawLayer(text)], screened(text, from));
}

/** Which rules fired. */
export function rulesIn(detector: Detector, text: string, from: "user" | "tool" = "tool"): readonly string[] {
  return [...new Set(findingsIn(detector, text, from).map(({ detector: rule }) => rule))];
}

/** The pieces of the text that were found. */
export function foundIn(detector: Detector, text: string): readonly string[] {
  return findingsIn(detector, text).map(({ start, end }) => text.slice(start, end));
}
