import { expect, it } from "vitest";
import { onlyUnknown } from "../../src/rollouts/only-unknown.ts";
import { planPrompts } from "../../src/rollouts/plan-prompts.ts";
import { planRoutes, readyRoute } from "../../src/rollouts/plan-routes.ts";
import { buildLabel, buildRouteState } from "../support/registry-builder.ts";
import { treePrompt } from "../support/registry-parts.ts";

const [fresh, changed] = [treePrompt("fresh", "a"), treePrompt("changed", "b")];
const prompts = planPrompts([fresh, changed], {
  labels: [buildLabel({ name: "changed", label: "latest", version: 1, applied: 1 })],
  sameContent: [],
  newest: [{ name: "changed", version: 1 }],
});
const ready = (name: string, prompt?: { name: string; version: number; hash: string }) =>
  readyRoute({ name, target: "echo/echo", rollout: "immediate" }, prompt);
const routes = planRoutes(
  [
    ready("known"),
    ready("new"),
    ready("new-with-new-prompt", { name: "fresh", version: 1, hash: fresh.hash }),
    ready("new-with-changed-prompt", { name: "changed", version: 2, hash: changed.hash }),
  ],
  [buildRouteState({ route: "known" })],
  [],
);

it("adds what the registry has never heard of, and moves nothing that it knows", () => {
  const narrowed = onlyUnknown({ revision: 1, prompts, routes });
  expect(narrowed.prompts.map(({ prompt }) => prompt.name)).toEqual(["fresh"]);
  expect(narrowed.routes.map(({ route }) => route)).toEqual(["new", "new-with-new-prompt"]);
});
