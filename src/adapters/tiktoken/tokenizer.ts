import { createRequire } from "node:module";
import type * as TiktokenPackage from "tiktoken";
import type { Tiktoken, TiktokenEncoding } from "tiktoken";
import { estimateTokens } from "../../lib/estimate-tokens.ts";
import type { Tokenizer } from "../../ports/tokenizer.ts";

/** Of longer text only the beginning is counted, and the rest reckoned at its density. */
const maxCountedCharacters = 262_144;
/** A run without a border between words costs the tokenizer the square of its length, so longer ones are cut here. */
const maxRun = 512;

/** Models from before GPT-4o; everything newer, and every other maker's as a stand-in, is read as o200k. */
const cl100kModels = /^(?:openai\/)?(?:gpt-4(?!o|\.|-o)|gpt-3\.5|gpt-35|text-embedding-|davinci-002|babbage-002)/;

type TiktokenModule = typeof TiktokenPackage;

const longRun = new RegExp(String.raw`\S{${maxRun + 1},}|\s{${maxRun + 1},}`);
const pieces = new RegExp(String.raw`(?:\S{1,${maxRun}}|\s{1,${maxRun}})`, "g");

/**
 * Counts with OpenAI's own encodings. For other makers' models the number is a stand-in, within some per cent of
 * theirs. Loads itself at the first count: 5 MiB of WebAssembly that most processes never need. It takes 70 to 400 µs
 * per KB, so it has no place on the call path.
 */
export function createTiktokenTokenizer(): Tokenizer {
  const encoders = new Map<TiktokenEncoding, Tiktoken>();
  const encoderFor = (model: string): Tiktoken => {
    const encoding: TiktokenEncoding = cl100kModels.test(model) ? "cl100k_base" : "o200k_base";
    const loaded = encoders.get(encoding);
    if (loaded !== undefined) return loaded;
    const encoder = loadTiktoken().get_encoding(encoding);
    encoders.set(encoding, encoder);
    return encoder;
  };
  return Object.freeze({
    count(text: string, model: string) {
      if (text === "") return { tokens: 0, source: "counted" as const };
      const encoder = encoderFor(model);
      if (text.length <= maxCountedCharacters) return { tokens: count(text, encoder), source: "counted" as const };
      const beginning = text.slice(0, maxCountedCharacters);
      const density = count(beginning, encoder) / estimateTokens(beginning);
      return { tokens: Math.ceil(density * estimateTokens(text)), source: "estimated" as const };
    },
  });
}

/**
 * `encode_ordinary` knows no special tokens: text that spells one was text, and must not make the count throw. Where a
 * run is cut, the count is at most a token too high at each cut.
 */
function count(text: string, encoder: Tiktoken): number {
  if (!longRun.test(text)) return encoder.encode_ordinary(text).length;
  let tokens = 0;
  let pending = "";
  for (const [piece] of text.matchAll(pieces)) {
    pending += piece;
    if (piece.length < maxRun) continue;
    tokens += encoder.encode_ordinary(pending).length;
    pending = "";
  }
  return tokens + (pending === "" ? 0 : encoder.encode_ordinary(pending).length);
}

/** `require` because loading must be lazy and cannot wait: counting is one call in the middle of a batch. */
function loadTiktoken(): TiktokenModule {
  const module: unknown = createRequire(import.meta.url)("tiktoken");
  return asTiktoken(module);
}

/** The package is pinned exactly, and its types are its own. */
function asTiktoken(module: unknown): TiktokenModule {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- the package's own declarations say so
  return module as TiktokenModule;
}
