import type { Detector } from "../guard.ts";
import { piecesOf } from "../pieces-of.ts";
import { scanText } from "../scan.ts";
import { classifyLayers } from "./classify-layers.ts";

/** The trained classifier among the other detectors. A text that is read at once is not normalised a second time. */
export const classifier: Detector = {
  id: "classifier",
  detect(layers, text) {
    if (piecesOf(text.text).length > 1) return scanText(text).findings;
    const { finding } = classifyLayers(layers, text);
    return finding === undefined ? [] : [finding];
  },
};
