/** A line of a text, with its number, from 1. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string;
  /** Set when the line was longer than allowed; `text` is then what was kept of it. */
  readonly isCut: boolean;
}

/** The lines of a stream of text, whatever its chunks; no more than `maxLength` characters of one are ever held. */
export async function* readLines(chunks: AsyncIterable<string>, maxLength: number): AsyncIterable<NumberedLine> {
  let number = 1;
  let held = "";
  let isCut = false;
  const keep = (piece: string): void => {
    const room = maxLength - held.length;
    if (piece.length > room) isCut = true;
    held += piece.slice(0, room);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", from)) {
      keep(chunk.slice(from, end));
      yield { number, text: held.endsWith("\r") ? held.slice(0, -1) : held, isCut };
      number += 1;
      held = "";
      isCut = false;
      from = end + 1;
    }
    keep(chunk.slice(from));
  }
  if (held !== "") yield { number, text: held, isCut };
}
