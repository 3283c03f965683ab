/** What a pattern can cost at worst, or why it is refused. */
export type PatternCost =
  /** `steps`: the most that are taken from one starting position. `longest`: the most code points it can match. */
  | { readonly ok: true; readonly steps: number; readonly longest: number }
  /** Completes "the expression …". */
  | { readonly ok: false; readonly reason: string };

export const maxPatternLength = 1_000;
/** From each position of a text a pattern may take this many steps and no more: that makes it linear. */
const maxSteps = 2_000;
const maxDepth = 16;

/** Bounds of a part: in how many ways it can match from one position, and the steps it takes to try them all. */
interface Part {
  readonly ways: number;
  readonly steps: number;
  readonly longest: number;
}

interface Reader {
  readonly source: string;
  at: number;
  depth: number;
}

class Refused extends Error {}

const character: Part = { ways: 1, steps: 1, longest: 1 };
const border: Part = { ways: 1, steps: 1, longest: 0 };
const nothing: Part = { ways: 1, steps: 0, longest: 0 };

/**
 * The worst cost of a regular expression, proven from its shape. Engines that backtrack try every way in which a part
 * can match; with all repetitions bounded, those ways can be counted beforehand. Allowed are characters, classes,
 * groups, alternation and bounded repetition; references and look-around are not, and neither are `*`, `+` and `{2,}`.
 */
export function costOfPattern(source: string): PatternCost {
  if (source.length > maxPatternLength) return { ok: false, reason: `is longer than ${maxPatternLength} characters` };
  try {
    const reader: Reader = { source, at: 0, depth: 0 };
    const { steps, longest } = readAlternatives(reader);
    if (reader.at < source.length) return { ok: false, reason: "closes a group that it did not open" };
    if (steps > maxSteps) return { ok: false, reason: "could take too many steps: use fewer or shorter repetitions" };
    // The engine's own parser has the last word on what is well-formed.
    RegExp(source, "u");
    return { ok: true, steps, longest };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.message };
    if (error instanceof SyntaxError) return { ok: false, reason: "is not a valid regular expression" };
    throw error;
  }
}

function readAlternatives(reader: Reader): Part {
  let total = readSequence(reader);
  while (reader.source[reader.at] === "|") {
    reader.at += 1;
    const next = readSequence(reader);
    total = {
      ways: total.ways + next.ways,
      steps: total.steps + next.steps,
      longest: Math.max(total.longest, next.longest),
    };
  }
  return total;
}

function readSequence(reader: Reader): Part {
  let total = nothing;
  while (reader.at < reader.source.length && !"|)".includes(reader.source.charAt(reader.at))) {
    const next = repeat(readAtom(reader), readBounds(reader));
    // What follows is tried once for every way in which this part can match.
    total = {
      ways: total.ways * next.ways,
      steps: total.steps + total.ways * next.steps,
      longest: total.longest + next.longest,
    };
    if (total.steps > maxSteps) throw new Refused("could take too many steps: use fewer or shorter repetitions");
  }
  return total;
}

function readAtom(reader: Reader): Part {
  const head = reader.source.charAt(reader.at);
  if (head === "(") return readGroup(reader);
  if (head === "[") return readClass(reader);
  if (head === "\\") return readEscape(reader);
  if ("*+?{".includes(head)) throw new Refused(`repeats nothing at position ${reader.at + 1}`);
  reader.at += String.fromCodePoint(reader.source.codePointAt(reader.at) ?? 0).length;
  return head === "^" || head === "$" ? border : character;
}

function readGroup(reader: Reader): Part {
  if (reader.source.startsWith("(?", reader.at) && !reader.source.startsWith("(?:", reader.at)) {
    throw new Refused("looks ahead or behind, or names a group; only ( ) and (?: ) are read");
  }
  reader.at += reader.source.startsWith("(?:", reader.at) ? 3 : 1;
  reader.depth += 1;
  if (reader.depth > maxDepth) throw new Refused(`has groups more than ${maxDepth} deep`);
  const inner = readAlternatives(reader);
  if (reader.source[reader.at] !== ")") throw new Refused("opens a group that it does not close");
  reader.at += 1;
  reader.depth -= 1;
  return inner;
}

function readClass(reader: Reader): Part {
  for (let at = reader.at + 1; at < reader.source.length; at += 1) {
    if (reader.source[at] === "\\") at += 1;
    else if (reader.source[at] === "]") {
      reader.at = at + 1;
      return character;
    }
  }
  throw new Refused("opens a class that it does not close");
}

/** `\p{Script=Greek}`, `\u{1F600}`, `\u00e9`, `\x41`, `\cA`, or one character. */
const escape = /\\(?:[pPu]\{[A-Za-z0-9_=]{1,40}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[^\n])/uy;

function readEscape(reader: Reader): Part {
  escape.lastIndex = reader.at;
  const found = escape.exec(reader.source)?.[0] ?? "\\";
  if (/^\\[1-9k]/.test(found)) throw new Refused("refers back to a group");
  reader.at += found.length;
  return found === String.raw`\b` || found === String.raw`\B` ? border : character;
}

interface Repetition {
  readonly min: number;
  readonly max: number;
}

const braces = /\{(\d{1,4})(?:,(\d{0,4}))?\}/y;

function readBounds(reader: Reader): Repetition {
  const head = reader.source.charAt(reader.at);
  if (head === "*" || head === "+") {
    throw new Refused(`repeats without a bound at position ${reader.at + 1}: write {0,100} or {1,100}`);
  }
  if (head !== "?" && head !== "{") return { min: 1, max: 1 };
  const bounds = head === "?" ? { min: 0, max: 1 } : readBraces(reader);
  if (head === "?") reader.at += 1;
  if (reader.source[reader.at] === "?") reader.at += 1;
  return bounds;
}

function readBraces(reader: Reader): Repetition {
  braces.lastIndex = reader.at;
  const found = braces.exec(reader.source);
  if (found === null) throw new Refused(`has a { at position ${reader.at + 1} that is no repetition: write \\{`);
  if (found[2] === "") throw new Refused(`repeats without a bound at position ${reader.at + 1}: write {0,100}`);
  reader.at += found[0].length;
  const min = Number(found[1]);
  return { min, max: found[2] === undefined ? min : Number(found[2]) };
}

function repeat(part: Part, { min, max }: Repetition): Part {
  if (min === 1 && max === 1) return part;
  let ways = 0;
  let steps = 0;
  let power = 1;
  for (let count = 0; count <= max; count += 1) {
    if (count >= min) ways += power;
    if (count < max) steps += power * part.steps;
    power *= part.ways;
    if (ways > maxSteps || steps > maxSteps)
      throw new Refused("could take too many steps: use fewer or shorter repetitions");
  }
  return { ways: Math.max(ways, 1), steps, longest: part.longest * max };
}
