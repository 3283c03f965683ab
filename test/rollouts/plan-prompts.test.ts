import { expect, it } from "vitest";
import { planPrompts } from "../../src/rollouts/plan-prompts.ts";
import { buildLabel } from "../support/registry-builder.ts";
import { treePrompt } from "../support/registry-parts.ts";

const prompt = treePrompt("reply", "one", ["production"]);
const nothing = { labels: [], sameContent: [], newest: [] };

it("numbers the first version 1 and new content after the newest", () => {
  expect(planPrompts([prompt], nothing)[0]).toMatchObject({ version: 1, isNew: true, before: undefined });
  const known = { ...nothing, newest: [{ name: "reply", version: 7 }] };
  expect(planPrompts([prompt], known)[0]).toMatchObject({ version: 8, isNew: true });
});

it("finds content again under its own number, and no other prompt's", () => {
  const sameContent = [
    { name: "other", version: 9, hash: prompt.hash },
    { name: "reply", version: 3, hash: prompt.hash },
  ];
  expect(planPrompts([prompt], { ...nothing, sameContent })[0]).toMatchObject({ version: 3, isNew: false });
});

it("moves latest and the file's labels to the file's version, each once", () => {
  const doubled = { ...prompt, labels: ["production", "production"] };
  expect(planPrompts([doubled], nothing)[0]?.moves).toEqual([
    { label: "latest", from: undefined, to: 1 },
    { label: "production", from: undefined, to: 1 },
  ]);
});

it("moves a label only when the file says something else than it did last", () => {
  const sameContent = [{ name: "reply", version: 3, hash: prompt.hash }];
  const label = (name: string, version: number, applied: number | undefined) =>
    buildLabel({ name: "reply", label: name, version, applied });
  const movedByHand = [label("latest", 3, 3), label("production", 1, 3)];
  expect(planPrompts([prompt], { ...nothing, sameContent, labels: movedByHand })[0]?.moves).toEqual([]);
  const neverApplied = [label("latest", 3, 3), label("production", 1, undefined)];
  expect(planPrompts([prompt], { ...nothing, sameContent, labels: neverApplied })[0]?.moves).toEqual([
    { label: "production", from: 1, to: 3 },
  ]);
});
