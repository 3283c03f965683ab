import type { RandomNumbers } from "../prng.ts";

/** Named lists of phrases; a phrase may hold choices and slots itself. */
export type Slots = Readonly<Record<string, readonly string[]>>;

/** Slots refer to slots; deeper than this is a mistake in the grammar. */
const maxDepth = 12;
const innermostChoice = /\[([^[\]]*)\]/;
const slot = /\{(\w+)\}/g;

/** Writes one sentence of a template: `[a|b]` is a choice, `{name}` a phrase of that slot. */
export function expand(template: string, slots: Slots, numbers: RandomNumbers, depth = 0): string {
  if (depth > maxDepth) throw new Error(`The grammar goes round in circles at: ${template}`);
  let text = template;
  for (let match = innermostChoice.exec(text); match !== null; match = innermostChoice.exec(text)) {
    const chosen = numbers.pick((match[1] ?? "").split("|"));
    text = text.slice(0, match.index) + chosen + text.slice(match.index + match[0].length);
  }
  return text.replaceAll(slot, (_, name: string) => {
    const phrases = slots[name];
    if (phrases === undefined) throw new Error(`The grammar has no slot named ${name}.`);
    return expand(numbers.pick(phrases), slots, numbers, depth + 1);
  });
}
