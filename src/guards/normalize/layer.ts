import type { Layer } from "../guard.ts";
import type { MappedText } from "./mapped-text.ts";

/** The text as it stands. */
export function rawLayer(text: string): Layer {
  return { text, via: "raw", originalRange: (start, end) => ({ start, end }) };
}

/** A reading of another layer. Ranges go back step by step; the units of a range need not be in their source's order. */
export function derivedLayer(parent: Layer, via: string, mapped: MappedText): Layer {
  return {
    text: mapped.text,
    via: parent.via === "raw" || parent.via === "folded" ? via : `${parent.via}>${via}`,
    originalRange(start, end) {
      const first = Math.max(0, start);
      const last = Math.min(end, mapped.text.length);
      if (first >= last) return parent.originalRange(0, 0);
      let from = Number.MAX_SAFE_INTEGER;
      let to = 0;
      for (let index = first; index < last; index += 1) {
        from = Math.min(from, mapped.starts[index] ?? from);
        to = Math.max(to, mapped.ends[index] ?? to);
      }
      return parent.originalRange(from, to);
    },
  };
}

/** A part of a layer, as a layer of its own. */
export function layerPart(layer: Layer, start: number, end: number): Layer {
  return {
    text: layer.text.slice(start, end),
    via: layer.via,
    originalRange: (from, to) => layer.originalRange(start + from, start + to),
  };
}
