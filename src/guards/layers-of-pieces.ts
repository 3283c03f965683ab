import type { Layer } from "./guard.ts";
import { rawLayer } from "./raw-layer.ts";

/** A part of a text, and where it begins. */
export interface Piece {
  readonly start: number;
  readonly piece: string;
}

/** How texts are cut and read. */
export interface Reading {
  /** One piece for a text that can be read at once; else pieces that overlap, and may leave something out. */
  readonly piecesOf: (text: string) => readonly Piece[];
  readonly layersOf: (piece: string) => readonly Layer[];
}

/**
 * The layers of a text of any length. A long one is normalised and decoded in pieces, but as it stands it is one layer:
 * what must be found to the last place is found whatever the pieces leave out, and across their borders.
 */
export function layersOfPieces(text: string, { piecesOf, layersOf }: Reading): readonly Layer[] {
  const pieces = piecesOf(text);
  const [only] = pieces;
  if (pieces.length === 1 && only?.piece === text) return layersOf(text);
  const derived = pieces.flatMap(({ start, piece }) =>
    layersOf(piece)
      .filter(({ via }) => via !== "raw")
      .map((layer) => shifted(layer, start)),
  );
  return [rawLayer(text), ...derived];
}

function shifted(layer: Layer, by: number): Layer {
  return {
    text: layer.text,
    via: layer.via,
    originalRange(start, end) {
      const range = layer.originalRange(start, end);
      return { start: range.start + by, end: range.end + by };
    },
  };
}
