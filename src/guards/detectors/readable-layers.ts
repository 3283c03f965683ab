import type { Layer } from "../guard.ts";

/** The readings in which a text still says what a person sees: as it stands, and with its characters made plain. */
const readable: ReadonlySet<string> = new Set(["raw", "folded"]);

/** Leaves out what was decoded, where chance makes numbers that mean nothing. */
export function readableLayers(layers: readonly Layer[]): readonly Layer[] {
  return layers.filter(({ via }) => readable.has(via));
}
