import type { PromptRole } from "../prompt.ts";
import type { DraftSection } from "./draft.ts";
import { escapeLiquid } from "./escape-liquid.ts";
import { roleOf } from "./read-messages.ts";

const tag = /\{\{\{?(!--.{0,4000}?--|.{0,500}?)\}?\}\}/gs;
const path = /^(?:\.\.\/|@root\.)*[A-Za-z_]\w*(?:\.\w+)*$/;

interface Conversion {
  readonly losses: string[];
  /** The loop variables of the `#each` blocks that are open, and of other blocks nothing, outermost first. */
  readonly blocks: { readonly kind: string; readonly item: string | undefined }[];
  readonly sections: { role: PromptRole | "history"; template: string }[];
}

/** dotprompt's templates as ours: roles, history and media are helpers there. Text before the first role is the user's. */
export function convertHandlebars(text: string, losses: string[]): readonly DraftSection[] {
  const conversion: Conversion = { losses, blocks: [], sections: [{ role: "user", template: "" }] };
  let from = 0;
  for (const match of text.matchAll(tag)) {
    write(conversion, escapeLiquid(text.slice(from, match.index)));
    write(
      conversion,
      convertTag(
        (match[1] ?? "")
          .trim()
          .replace(/^[~&]|~$/g, "")
          .trim(),
        match[0],
        conversion,
      ),
    );
    from = match.index + match[0].length;
  }
  write(conversion, escapeLiquid(text.slice(from)));
  return conversion.sections.flatMap(({ role, template }): readonly DraftSection[] => {
    if (role === "history") return [{ kind: "history" }];
    return template.trim() === "" ? [] : [{ kind: "message", role, template: template.trim() }];
  });
}

/** Text after the caller's messages, without a role of its own, is the model's turn in dotprompt. */
function write({ sections }: Conversion, words: string): void {
  const last = sections.at(-1);
  if (last === undefined || words === "") return;
  if (last.role !== "history") last.template += words;
  else if (words.trim() !== "") sections.push({ role: "assistant", template: words });
}

type Rule = readonly [pattern: RegExp, convert: (match: RegExpExecArray, conversion: Conversion) => string];

const rules: readonly Rule[] = [
  [/^!/s, () => ""],
  [/^role\s+["'](\w+)["']$/, openRole],
  [/^history$/, (_, { sections }) => openSection(sections, "history")],
  [/^media\s+url=(\S+)(?:\s.*)?$/, ([, url = ""], conversion) => `{% media ${valueOf(url, conversion)} %}`],
  [/^json\s+(\S+)(?:\s.*)?$/, ([, value = ""], conversion) => `{{ ${valueOf(value, conversion)} | json }}`],
  [
    /^#(if|unless)\s+(\S+)$/,
    ([, word = "", value = ""], conversion) => openBlock(word, valueOf(value, conversion), conversion),
  ],
  [
    /^#ifEquals\s+(\S+)\s+(\S+)$/,
    ([, left = "", right = ""], conversion) =>
      openBlock("if", `${valueOf(left, conversion)} == ${valueOf(right, conversion)}`, conversion),
  ],
  [/^#each\s+(\S+)$/, openEach],
  [/^(?:else|\^)$/, () => "{% else %}"],
  [/^\/(\w+)$/, closeBlock],
  [
    /^(?:@\w+|this(?:\.\w+)*|[\w./@]+)$/,
    ([value], conversion) => (isPath(value) ? `{{ ${valueOf(value, conversion)} }}` : ""),
  ],
];

function convertTag(inside: string, whole: string, conversion: Conversion): string {
  for (const [pattern, convert] of rules) {
    const match = pattern.exec(inside);
    if (match !== null) return convert(match, conversion);
  }
  const partial = /^>\s*(\w+)/.exec(inside)?.[1];
  const what =
    partial === undefined
      ? `${whole.slice(0, 60)} is not understood and became text`
      : `it takes ${partial} in: write that as a partial`;
  conversion.losses.push(what);
  return partial === undefined ? escapeLiquid(whole) : "";
}

function openRole([, word]: RegExpExecArray, { sections, losses }: Conversion): string {
  const role = roleOf(word);
  if (role === undefined) losses.push(`a section of the role ${word} became the user's`);
  return openSection(sections, role ?? "user");
}

function openSection(sections: Conversion["sections"], role: PromptRole | "history"): string {
  sections.push({ role, template: "" });
  return "";
}

function openBlock(word: string, condition: string, { blocks }: Conversion): string {
  blocks.push({ kind: word, item: undefined });
  return `{% ${word} ${condition} %}`;
}

function openEach([, list = ""]: RegExpExecArray, conversion: Conversion): string {
  const depth = conversion.blocks.filter(({ item }) => item !== undefined).length;
  const item = depth === 0 ? "item" : `item${depth + 1}`;
  const collection = valueOf(list, conversion);
  conversion.blocks.push({ kind: "for", item });
  return `{% for ${item} in ${collection} %}`;
}

function closeBlock(_: RegExpExecArray, { blocks }: Conversion): string {
  return `{% end${blocks.pop()?.kind ?? "if"} %}`;
}

function isPath(value: string): boolean {
  return path.test(value) || /^(?:this(?:\.\w+)*|@(?:index|first|last))$/.test(value);
}

const loopWords: ReadonlyMap<string, string> = new Map([
  ["@index", "forloop.index0"],
  ["@first", "forloop.first"],
  ["@last", "forloop.last"],
]);

/** A value's path: inside `#each`, `this` and plain names are the item's. A literal stays one. */
function valueOf(value: string, { blocks }: Conversion): string {
  const loopWord = loopWords.get(value);
  if (loopWord !== undefined) return loopWord;
  if (/^(?:["'].*["']|-?\d+(?:\.\d+)?|true|false)$/.test(value)) return value;
  const item = blocks.findLast((block) => block.item !== undefined)?.item;
  if (value.startsWith("../") || value.startsWith("@root.")) return value.replace(/^(?:\.\.\/|@root\.)+/, "");
  if (item === undefined) return value.replace(/^this\./, "");
  return value === "this" ? item : `${item}.${value.replace(/^this\./, "")}`;
}
