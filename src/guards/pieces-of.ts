/** A text up to this long is read at once; a longer one in pieces that overlap. */
const pieceLength = 8192;
const overlapLength = 512;
/** The budget of one text, in characters: of a longer one, pieces evenly spread from its start to its end are read. */
const maxScreened = 1_048_576;

/** A part of a text, and where it begins. */
export interface Piece {
  readonly start: number;
  readonly piece: string;
}

/** The pieces of a text that are screened: all of it, or as much as the budget allows. */
export function piecesOf(text: string): readonly Piece[] {
  if (text.length <= pieceLength) return [{ start: 0, piece: text }];
  const step = pieceLength - overlapLength;
  const all = Math.ceil((text.length - overlapLength) / step);
  const affordable = Math.min(all, Math.floor(maxScreened / step));
  const last = text.length - pieceLength;
  return Array.from({ length: affordable }, (_, index) => {
    const start = affordable === all ? Math.min(index * step, last) : Math.round((index * last) / (affordable - 1));
    return { start, piece: text.slice(start, start + pieceLength) };
  });
}
