import type { Decoder } from "../decoder.ts";
import { decodedRuns } from "../decoded-runs.ts";
import { readableBytes } from "../readable-bytes.ts";

/** Sixteen characters are twelve bytes: shorter runs are words. Bounded, so that one run cannot fill the memory. */
const run = /[A-Za-z0-9+/_-]{16,12000}={0,2}/g;
const shortestRun = 16;

function decodeRun(encoded: string): string | undefined {
  const standard = encoded.replaceAll("-", "+").replaceAll("_", "/").replaceAll("=", "");
  // One character more than a whole number of bytes cannot be: the run has been cut, and its start still holds.
  const usable = standard.length % 4 === 1 ? standard.slice(0, -1) : standard;
  const binary = atob(usable);
  return readableBytes(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

export const base64: Decoder = {
  id: "base64",
  nests: true,
  suspects: ({ longestRun }) => longestRun >= shortestRun,
  decode: (text) => decodedRuns(text, run, decodeRun),
};
