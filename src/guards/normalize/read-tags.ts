import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

/** The first half of every tag and of every variation selector beyond the first sixteen; no other characters have it. */
const highHalf = "\udb40";
const hasTag = /[\u{E0020}-\u{E007E}]/u;
const hasSelector = /[\u{E0100}-\u{E01EF}]/u;
const tagBase = 0xe0000;
/** Bytes smuggled in variation selectors: the first sixteen here, the others from U+E0100 on. */
const firstSelectors = 0xfe00;
const otherSelectors = 0xe0100;

function smuggled(code: number): string {
  if (code >= 0xe0020 && code <= 0xe007e) return String.fromCharCode(code - tagBase);
  if (code >= otherSelectors && code <= 0xe01ef) return String.fromCharCode(code - otherSelectors + 16);
  return code >= firstSelectors && code <= 0xfe0f ? String.fromCharCode(code - firstSelectors) : "";
}

/** The ASCII text that is hidden in tag characters or variation selectors, which no one sees and models read. */
export function readTags(text: string): MappedText | undefined {
  if (!text.includes(highHalf) || (!hasTag.test(text) && !hasSelector.test(text))) return undefined;
  const builder = new MappedTextBuilder(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0;
    const length = code > 0xffff ? 2 : 1;
    builder.push(smuggled(code), index, index + length);
    index += length - 1;
  }
  return builder.length === 0 ? undefined : builder.finish();
}
