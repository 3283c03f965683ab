import { describe, expect, it } from "vitest";
import { planRoutes, readyRoute } from "../../src/rollouts/plan-routes.ts";
import type { TreeRoute } from "../../src/rollouts/tree.ts";
import { buildRelease, buildRouteState } from "../support/registry-builder.ts";

const route: TreeRoute = { name: "support", target: "openai/gpt-5-mini", rollout: "immediate" };
const state = buildRouteState({ route: "support", pinned: 2, previous: 1, applied: 2, newest: 3 });

/** What applying does when the tree's content is that of release `number`; undefined: of none yet. */
function pins(number: number | undefined, standing = state, rollout: TreeRoute["rollout"] = "immediate") {
  const ready = readyRoute({ ...route, rollout }, undefined);
  const same = number === undefined ? [] : [buildRelease({ route: "support", number, hash: ready.hash })];
  const [plan] = planRoutes([ready], [standing], same);
  return plan;
}

describe("a route's release", () => {
  it("has the same hash whatever was left out or said to be nothing", () => {
    const spoken = readyRoute({ ...route, parameters: {}, fallbacks: [] }, undefined);
    expect(spoken.hash).toBe(readyRoute(route, undefined).hash);
    expect(spoken.content).toEqual({ target: "openai/gpt-5-mini" });
  });

  it("has another hash for another target, parameter, prompt version, guard policy or fallback", () => {
    const hashes = [
      readyRoute(route, undefined),
      readyRoute({ ...route, target: "openai/gpt-5" }, undefined),
      readyRoute({ ...route, parameters: { temperature: 0 } }, undefined),
      readyRoute(route, { name: "reply", version: 1, hash: "a" }),
      readyRoute(route, { name: "reply", version: 2, hash: "b" }),
      readyRoute({ ...route, guards: { policy: "strict", content: {} } }, undefined),
      readyRoute({ ...route, guards: { policy: "strict", content: { onBreak: "pass" } } }, undefined),
      readyRoute({ ...route, fallbacks: ["anthropic/claude"] }, undefined),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("does not depend on how it rolls out", () => {
    expect(readyRoute({ ...route, rollout: "manual" }, undefined).hash).toBe(readyRoute(route, undefined).hash);
  });
});

describe("applying a route", () => {
  it("pins the first release whatever the rollout", () => {
    const [plan] = planRoutes([readyRoute({ ...route, rollout: "manual" }, undefined)], [], []);
    expect(plan).toMatchObject({ number: 1, after: { pinned: 1, previous: undefined, applied: 1, newest: 1 } });
  });

  it("changes nothing when the tree asks for what it asked for last", () => {
    expect(pins(2)?.after).toBe(state);
    const rolledBack = { ...state, pinned: 1, previous: undefined };
    expect(pins(2, rolledBack)?.after).toBe(rolledBack);
  });

  it("numbers new content after the newest, and goes back to the number of old content", () => {
    expect(pins(undefined)).toMatchObject({ number: 4, isNew: true, after: { pinned: 4, previous: 2, newest: 4 } });
    expect(pins(1)).toMatchObject({
      number: 1,
      isNew: false,
      after: { pinned: 1, previous: 2, applied: 1, newest: 3 },
    });
  });

  it("leaves the pin to a promotion when the rollout is manual", () => {
    expect(pins(undefined, state, "manual")?.after).toMatchObject({ pinned: 2, previous: 1, applied: 4, newest: 4 });
  });

  it("keeps what was pinned before when the tree comes round to what is pinned", () => {
    const ahead = { ...state, pinned: 1, previous: 2, applied: 3 };
    expect(pins(1, ahead)?.after).toMatchObject({ pinned: 1, previous: 2, applied: 1 });
  });
});
