import type { Layer } from "./guard.ts";
import { layerPart, rawLayer } from "./normalize/layer.ts";
import { layersOf } from "./normalize/layers-of.ts";
import { piecesOf } from "./pieces-of.ts";
import type { Piece } from "./pieces-of.ts";

/** How texts are cut and read. */
export interface Reader {
  /** One piece for a text that can be read at once; else pieces that overlap, and may leave something out. */
  readonly piecesOf: (text: string) => readonly Piece[];
  readonly layersOf: (piece: string) => readonly Layer[];
}

const reader: Reader = { piecesOf, layersOf };

/** Of a long text only so many pieces are read in every way; the others as they stand. */
const maxCloseLooks = 16;
/** A run without spaces that is this long may hold a whole message. */
const suspiciousRun = /\S{256}/;

/**
 * The layers of a text of any length. A long one is normalised and decoded in pieces, but as it stands it is one layer:
 * what must be found to the last place is found whatever the pieces leave out, and across their borders.
 */
export function readText(text: string, { piecesOf: cut, layersOf: read }: Reader = reader): readonly Layer[] {
  const pieces = cut(text);
  const [only] = pieces;
  if (pieces.length === 1 && only?.piece === text) return read(text);
  const derived = closeLooks(pieces).flatMap(({ start, piece }) =>
    read(piece)
      .filter(({ via }) => via !== "raw")
      .map((layer) => shifted(layer, start)),
  );
  return [rawLayer(text), ...derived];
}

/** The layers that read one piece, out of those of its whole text: as it stands first. */
export function layersOfPiece({ start, piece }: Piece, layers: readonly Layer[]): readonly Layer[] {
  const [whole] = layers;
  if (whole === undefined || whole.text.length === piece.length) return layers;
  const derived = layers.filter(({ pieceStart }) => pieceStart === start);
  return [layerPart(whole, start, start + piece.length), ...derived];
}

/** Those with long runs first, as they may be encoded; then evenly from the beginning to the end. */
function closeLooks(pieces: readonly Piece[]): readonly Piece[] {
  if (pieces.length <= maxCloseLooks) return pieces;
  const suspicious = pieces.filter(({ piece }) => suspiciousRun.test(piece)).slice(0, maxCloseLooks);
  const others = pieces.filter((piece) => !suspicious.includes(piece));
  const room = maxCloseLooks - suspicious.length;
  const spread = Array.from({ length: room }, (_, index) => others[Math.floor((index * others.length) / room)]);
  return [...suspicious, ...spread.filter((piece) => piece !== undefined)];
}

function shifted(layer: Layer, by: number): Layer {
  return {
    text: layer.text,
    via: layer.via,
    pieceStart: by,
    originalRange(start, end) {
      const range = layer.originalRange(start, end);
      return { start: range.start + by, end: range.end + by };
    },
  };
}
