import type { Detector } from "../guard.ts";
import { scanLayers } from "../scan.ts";

/** The trained classifier among the other detectors. */
export const classifier: Detector = {
  id: "classifier",
  detect: (layers, text) => scanLayers(layers, text).findings,
};
