import type { Decoder } from "../decoder.ts";
import { decodedRuns } from "../decoded-runs.ts";
import { readableBytes } from "../readable-bytes.ts";

/** No more of one run is decoded. */
const maxRunLength = 12_000;

function readBase64(encoded: string): string | undefined {
  const standard = encoded.slice(0, maxRunLength).replaceAll(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/");
  // One character more than a whole number of bytes cannot be: the run has been cut, and its start still holds.
  const usable = standard.length % 4 === 1 ? standard.slice(0, -1) : standard;
  const binary = atob(usable);
  return readableBytes(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

/** Twelve bytes: chance makes no such text. */
const proof = 16;

/** Says whether the run's end, read from the end, is plain text. */
function endsReadably(encoded: string): boolean {
  const start = Array.from(encoded.slice(-proof)).toReversed().join("");
  return base64Letters.test(start) && readableAscii.test(atob(start));
}

const base64Letters = /^[A-Za-z0-9+/]{16}$/;
const readableAscii = /^[\n\r\t -~]+$/;

function decodeRun(encoded: string): string | undefined {
  const read = readBase64(encoded);
  if (read !== undefined) return read;
  if (!endsReadably(encoded)) return undefined;
  // Written from its end to its start, the padding that would say where groups begin is cut off: that is where it starts.
  return readBase64(Array.from(encoded).toReversed().join(""));
}

export const base64: Decoder = {
  id: "base64",
  nests: true,
  suspects: ({ runs }) => runs.base64.length > 0,
  decode: (text, { runs }) => decodedRuns(text, runs.base64, decodeRun),
};
