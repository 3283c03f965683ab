import { LiquidError, type TagToken, Tokenizer, TypeGuards } from "#liquidjs";
import { nearestNames } from "../../lib/nearest-names.ts";
import type { Partials } from "../prompt-file.ts";
import { liquid, maxTemplateLength } from "./liquid-engine.ts";
import { plainMessage, type TemplateFault } from "./template-fault.ts";

/** A stretch of an inlined text and where it comes from. */
export interface Piece {
  /** Offset in the inlined text. */
  readonly start: number;
  /** Offset in the text that was given; for a partial's words, of the tag that took them in. */
  readonly source: number;
  /** The partial's name; undefined for the given text's own words. */
  readonly partial: string | undefined;
}

export type InlinedText =
  | { readonly ok: true; readonly text: string; readonly pieces: readonly Piece[] }
  | { readonly ok: false; readonly fault: TemplateFault };

const maxPartialDepth = 16;
/** Partials that take in partials twice each would double at every level. */
const maxPieces = 2_000;
const includeArgument = /^\s*(?:"([a-zA-Z0-9._-]{1,64})"|'([a-zA-Z0-9._-]{1,64})')\s*$/;

interface Inlining {
  readonly partials: Partials;
  readonly pieces: Piece[];
  text: string;
}

/** A template with every `{% include "name" %}` replaced by that partial's text, and theirs in turn. */
export function inlinePartials(text: string, partials: Partials): InlinedText {
  if (!text.includes("{%")) return { ok: true, text, pieces: [{ start: 0, source: 0, partial: undefined }] };
  const inlining: Inlining = { partials, pieces: [], text: "" };
  const fault = append(inlining, { text, names: [], tagOffset: undefined });
  return fault === undefined
    ? { ok: true, text: inlining.text, pieces: inlining.pieces }
    : { ok: false, fault: { message: fault.message, offset: fault.offset } };
}

/** The given text, or a partial's on the way of being taken in. */
interface Level {
  readonly text: string;
  /** The partials that are being taken in, outermost first. */
  readonly names: readonly string[];
  /** Where the given text has the tag that led here; undefined for the given text itself. */
  readonly tagOffset: number | undefined;
}

function append(inlining: Inlining, level: Level): TemplateFault | undefined {
  const { text, names } = level;
  const placed = (offset: number): number => level.tagOffset ?? offset;
  const includes = findIncludes(text);
  if (!includes.ok) return { message: includes.fault.message, offset: placed(includes.fault.offset) };
  const partial = names.at(-1);
  let from = 0;
  for (const tag of includes.tags) {
    addPiece(inlining, text.slice(from, tag.begin), { source: placed(from), partial });
    from = tag.end;
    const fault = appendPartial(inlining, tag, { ...level, tagOffset: placed(tag.begin) });
    if (fault !== undefined) return fault;
  }
  addPiece(inlining, text.slice(from), { source: placed(from), partial });
  const tooLarge = inlining.text.length > maxTemplateLength || inlining.pieces.length > maxPieces;
  return tooLarge ? { message: "grows too large through its partials", offset: placed(0) } : undefined;
}

function appendPartial(
  inlining: Inlining,
  tag: TagToken,
  { names, tagOffset }: Omit<Level, "text">,
): TemplateFault | undefined {
  const partial = findPartial(inlining, tag, names);
  if (!partial.ok) return { message: partial.message, offset: tagOffset ?? tag.begin };
  return append(inlining, { text: partial.text, names: [...names, partial.name], tagOffset });
}

function addPiece(inlining: Inlining, words: string, from: Omit<Piece, "start">): void {
  inlining.pieces.push({ start: inlining.text.length, ...from });
  inlining.text += words;
}

/** The include tags of a text. Those in comments and in raw stretches are words. */
function findIncludes(
  text: string,
): { readonly ok: true; readonly tags: readonly TagToken[] } | { readonly ok: false; readonly fault: TemplateFault } {
  try {
    const tokens = new Tokenizer(text).readTopLevelTokens(liquid.options);
    let comments = 0;
    const tags = tokens.filter((token): token is TagToken => {
      if (!TypeGuards.isTagToken(token)) return false;
      if (token.name === "comment") comments += 1;
      if (token.name === "endcomment") comments -= 1;
      return token.name === "include" && comments <= 0;
    });
    return { ok: true, tags };
  } catch (error) {
    if (error instanceof LiquidError)
      return { ok: false, fault: { message: plainMessage(error), offset: error.token.begin } };
    throw error;
  }
}

type FoundPartial =
  | { readonly ok: true; readonly name: string; readonly text: string }
  | { readonly ok: false; readonly message: string };

function findPartial({ partials }: Inlining, tag: TagToken, names: readonly string[]): FoundPartial {
  const match = includeArgument.exec(tag.args);
  const name = match?.[1] ?? match?.[2];
  if (name === undefined || /^\{%-|-%\}$/.test(tag.getText())) {
    return { ok: false, message: 'takes a partial in like this: {% include "name" %}' };
  }
  if (names.includes(name)) {
    const cycle = [...names.slice(names.indexOf(name)), name];
    return { ok: false, message: `has partials that take each other in for ever: ${cycle.join(" → ")}` };
  }
  if (names.length >= maxPartialDepth) return { ok: false, message: `takes partials in ${maxPartialDepth} deep` };
  const partial = partials.get(name);
  if (partial !== undefined) return { ok: true, name, text: partialText(partial.text) };
  const [near] = nearestNames(name, partials.keys(), 1);
  const hint = near === undefined ? `write partials/${name}.md` : `did you mean "${near}"?`;
  return { ok: false, message: `takes in a partial "${name}" that does not exist: ${hint}` };
}

/** An editor ends a file with a line end, which is not meant to stand in the middle of a sentence. */
export function partialText(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replaceAll(/\r\n?/g, "\n")
    .trimEnd();
}
