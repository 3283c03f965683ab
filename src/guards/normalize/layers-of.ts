import type { Layer } from "../guard.ts";
import { asciiUnits } from "./ascii-units.ts";
import type { Decoder } from "./decoder.ts";
import { ascii85 } from "./decoders/ascii85.ts";
import { backwards, backwardsWords } from "./decoders/backwards.ts";
import { base32 } from "./decoders/base32.ts";
import { base64 } from "./decoders/base64.ts";
import { firstLetters } from "./decoders/first-letters.ts";
import { listed } from "./decoders/listed.ts";
import { punctured } from "./decoders/punctured.ts";
import { quotedPieces } from "./decoders/quoted-pieces.ts";
import { numbered } from "./decoders/numbered.ts";
import { wrapped } from "./decoders/wrapped.ts";
import { longNumber } from "./decoders/long-number.ts";
import { morse } from "./decoders/morse.ts";
import { alphabetPlaces, binary, characterCodes, hex, hexPairs } from "./decoders/numbers.ts";
import { pigLatin } from "./decoders/pig-latin.ts";
import { repaired } from "./decoders/repaired.ts";
import { regrouped } from "./decoders/regrouped.ts";
import { respelled } from "./decoders/respelled.ts";
import { rot47 } from "./decoders/rot47.ts";
import { separated } from "./decoders/separated.ts";
import { spaced } from "./decoders/spaced.ts";
import { spelledOut } from "./decoders/spelled-out.ts";
import { substitution } from "./decoders/substitution.ts";
import { transposed } from "./decoders/transposed.ts";
import { unescape } from "./decoders/unescape.ts";
import { unmarked } from "./decoders/unmarked.ts";
import { withoutVowels } from "./decoders/without-vowels.ts";
import { wordOrder } from "./decoders/word-order.ts";
import { rememberFacts } from "./facts-in.ts";
import { foldText, needsFolding } from "./fold-text.ts";
import { derivedLayer, rawLayer } from "./layer.ts";
import { readTags } from "./read-tags.ts";
import { sniffText } from "./sniff-text.ts";
import { turnOver } from "./turn-over.ts";

/** Encodings within encodings within encodings; nobody reads deeper. */
const maxDepth = 3;
const maxLayers = 16;

const decoders: readonly Decoder[] = [
  unescape,
  base64,
  longNumber,
  base32,
  ascii85,
  hex,
  hexPairs,
  binary,
  characterCodes,
  alphabetPlaces,
  morse,
  substitution,
  transposed,
  punctured,
  regrouped,
  respelled,
  rot47,
  pigLatin,
  withoutVowels,
  spelledOut,
  backwards,
  backwardsWords,
  wordOrder,
  spaced,
  unmarked,
  separated,
  listed,
  wrapped,
  numbered,
  firstLetters,
  quotedPieces,
  repaired,
];

/** Reads one layer in every other way that its look suggests, and those readings in their turn. */
function addReadings(layers: Layer[], layer: Layer, depth: number): void {
  const sniffed = sniffText(asciiUnits(layer.text));
  rememberFacts(layer, sniffed.facts);
  for (const decoder of decoders) {
    if (layers.length >= maxLayers) return;
    if (!decoder.suspects(sniffed, layer.text)) continue;
    const mapped = decoder.decode(layer.text, sniffed);
    if (mapped === undefined || mapped.text === layer.text) continue;
    const reading = derivedLayer(layer, decoder.id, mapped);
    layers.push(reading);
    if (decoder.nests && depth < maxDepth) addFolded(layers, reading, depth + 1);
  }
}

function addFolded(layers: Layer[], layer: Layer, depth: number): void {
  if (!needsFolding(layer.text)) {
    addReadings(layers, layer, depth);
    return;
  }
  const hidden = readTags(layer.text);
  if (hidden !== undefined) layers.push(derivedLayer(layer, "tags", hidden));
  const upright = turnOver(layer.text);
  if (upright !== undefined) layers.push(derivedLayer(layer, "turned", upright));
  const mapped = foldText(layer.text);
  const folded = mapped.text === layer.text ? layer : derivedLayer(layer, "folded", mapped);
  if (folded !== layer) layers.push(folded);
  addReadings(layers, folded, depth);
}

/**
 * Every reading of a text that a model might make: as it stands first, then folded, then decoded. Linear in the text's
 * length; the text must be no longer than what a caller screens at once.
 */
export function layersOf(text: string): readonly Layer[] {
  const raw = rawLayer(text);
  const layers = [raw];
  addFolded(layers, raw, 0);
  return layers;
}
