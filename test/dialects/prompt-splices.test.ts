import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/dialects/apply-edits.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";
import { fullPrompt, promptOf, says } from "../support/rendered-prompt.ts";

const ids = ["openai-chat", "openai-responses", "anthropic-messages", "gemini"] as const;

/** White space as JSON has it, so that no place is assumed to have none. */
const space = fc.constantFrom("", " ", "\n\t", "\r\n  ");
const value = fc.jsonValue({ maxDepth: 2 });

/** Members that the prompt has nothing to say about, and those that name it, in any order. */
const others = fc.uniqueArray(fc.tuple(fc.stringMatching(/^x_[a-z"é]{0,5}$/), value), {
  maxLength: 4,
  selector: ([key]) => key,
});
type Members = readonly (readonly [string, unknown])[];
const naming = fc.constantFrom<Members[]>(
  [],
  [["prompt", { id: "p", variables: { a: "," } }]],
  [["variables", { a: "}" }]],
  [
    ["variables", {}],
    ["prompt", { id: "p" }],
  ],
  [
    ["prompt", {}],
    ["variables", { b: 1 }],
  ],
);
const lists = {
  "openai-chat": "messages",
  "openai-responses": "input",
  "anthropic-messages": "messages",
  gemini: "contents",
};
const own = fc.constantFrom(undefined, null, [], [{ role: "user" }], [{ a: 1 }, { b: "]" }]);

/** A body of these members with white space wherever JSON allows it. */
function written(members: Members, gap: string): string {
  const texts = members.map(([key, held]) => `${gap}${JSON.stringify(key)}${gap}:${gap}${JSON.stringify(held)}${gap}`);
  return `${gap}{${gap}${texts.join(",")}${gap}}${gap}`;
}

describe("a prompt's splices", () => {
  const prompts = fc.constantFrom(
    fullPrompt,
    promptOf({ before: [says("user", 'a"}')] }),
    promptOf({ after: [says("user", "é")] }),
    promptOf({}),
  );

  it("leave valid JSON in which every other member is as it was, whatever the body", () => {
    const cases = fc.record({
      id: fc.constantFrom(...ids),
      others,
      naming,
      own,
      prompt: prompts,
      gap: space,
      turn: fc.nat(8),
    });
    fc.assert(
      fc.property(cases, ({ id, others: kept, naming: named, own: list, prompt, gap, turn }) => {
        const mine = list === undefined ? [] : [[lists[id], list] as const];
        const all = [...kept, ...named, ...mine];
        const cut = all.length === 0 ? 0 : turn % all.length;
        const members = [...all.slice(cut), ...all.slice(0, cut)];
        const body = scanJsonBody(new TextEncoder().encode(written(members, gap)));
        const { edits } = dialects[id].applyPrompt(body, prompt);
        // A model's name is often spliced in at the same place, in either order.
        const renamed = id === "gemini" || all.length === 0 ? [] : dialects[id].setModel(body, "m");
        for (const both of [
          [...edits, ...renamed],
          [...renamed, ...edits],
        ]) {
          const after: Record<string, unknown> = JSON.parse(Buffer.from(applyEdits(body.bytes, both)).toString());
          for (const [key, held] of kept) expect(after[key]).toEqual(JSON.parse(JSON.stringify(held)));
          expect(after).not.toHaveProperty("prompt");
          expect(after).not.toHaveProperty("variables");
          expect(after[lists[id]]).toEqual(expect.arrayContaining([...(list ?? [])]));
        }
      }),
    );
  });

  it("keep every byte that they do not replace", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), others, naming, (id, kept, named) => {
        const members = [...kept, ...named];
        const text = written(members, " ");
        const body = scanJsonBody(new TextEncoder().encode(text));
        const edited = Buffer.from(applyEdits(body.bytes, dialects[id].applyPrompt(body, fullPrompt).edits)).toString();
        for (const [key, held] of kept) expect(edited).toContain(` ${JSON.stringify(key)} : ${JSON.stringify(held)} `);
      }),
    );
  });
});
