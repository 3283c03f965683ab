import type { RandomNumbers } from "../prng.ts";

/** Named lists of phrases; a phrase may hold choices and slots itself. */
export type Slots = Readonly<Record<string, readonly string[]>>;

/** Slots refer to slots; deeper than this is a mistake in the grammar. */
const maxDepth = 12;
const innermostChoice = /\[([^[\]]*)\]/;
const slot = /\{(\w+)\}/g;
/** Brackets and braces that are meant are written so in a template. */
const literals: readonly (readonly [string, string])[] = [
  ["⟦", "["],
  ["⟧", "]"],
  ["⟨", "{"],
  ["⟩", "}"],
];

/** Writes one sentence of a template: `[a|b]` is a choice, `{name}` a phrase of that slot, `⟦⟧` and `⟨⟩` are [] and {}. */
export function expand(template: string, slots: Slots, numbers: RandomNumbers): string {
  let text = fill(template, { slots, numbers }, 0);
  for (const [written, meant] of literals) text = text.replaceAll(written, meant);
  return text;
}

function fill(template: string, grammar: { slots: Slots; numbers: RandomNumbers }, depth: number): string {
  if (depth > maxDepth) throw new Error(`The grammar goes round in circles at: ${template}`);
  let text = template;
  for (let match = innermostChoice.exec(text); match !== null; match = innermostChoice.exec(text)) {
    const chosen = grammar.numbers.pick((match[1] ?? "").split("|"));
    text = text.slice(0, match.index) + chosen + text.slice(match.index + match[0].length);
  }
  return text.replaceAll(slot, (_, name: string) => {
    const phrases = grammar.slots[name];
    if (phrases === undefined) throw new Error(`The grammar has no slot named ${name}.`);
    return fill(grammar.numbers.pick(phrases), grammar, depth + 1);
  });
}
