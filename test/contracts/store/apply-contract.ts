import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isEmptyPlan } from "../../../src/rollouts/plan.ts";
import { applyTree } from "../../../src/rollouts/apply-tree.ts";
import { planTree } from "../../../src/rollouts/plan-tree.ts";
import { promoteRoute } from "../../../src/rollouts/promote-route.ts";
import { rollbackRoute } from "../../../src/rollouts/rollback-route.ts";
import type { RegistryParts } from "../../../src/prompts/registry-parts.ts";
import type { Tree, TreeRoute } from "../../../src/rollouts/tree.ts";
import { registryParts, treePrompt } from "../../support/registry-parts.ts";
import type { StoreContext } from "./store-context.ts";

/** What every store promises about applying trees and moving pins. */
export function applyContract(context: () => StoreContext): void {
  const parts = (): RegistryParts => registryParts(context().store.registry);
  const apply = (tree: Tree, message?: string) => applyTree({ tree, actor: "tester", message }, parts());
  const stateOf = async (route: string) =>
    (await context().store.registry.heads()).routes.find((state) => state.route === route);
  const labelsOf = async (name: string) => {
    const { labels } = await context().store.registry.heads();
    return Object.fromEntries(labels.filter((one) => one.name === name).map(({ label, version }) => [label, version]));
  };
  const names = () => ({ name: `reply-${randomUUID()}`, route: `support-${randomUUID()}` });
  const treeOf = (
    { name, route }: { readonly name: string; readonly route: string },
    text: string,
    changes: Partial<TreeRoute> = {},
  ): Tree => ({
    prompts: [treePrompt(name, text, ["production"])],
    routes: [{ name: route, target: "echo/echo", prompt: name, rollout: "immediate", ...changes }],
  });

  describe("applying a tree", () => {
    it("publishes, labels, releases and pins, and says who did what", async () => {
      const own = names();
      const plan = await apply(treeOf(own, "one"), "the first");
      expect(plan.routes[0]).toMatchObject({ number: 1, isNew: true, before: undefined });
      expect(await labelsOf(own.name)).toEqual({ latest: 1, production: 1 });
      expect(await stateOf(own.route)).toMatchObject({ pinned: 1, applied: 1, newest: 1, reason: "the first" });
      const [release] = await context().store.registry.history(own.route, 10);
      const [version] = await context().store.registry.versions(own.name, 10);
      expect(release).toMatchObject({
        number: 1,
        author: "tester",
        message: "the first",
        content: { target: "echo/echo", prompt: { name: own.name, version: 1, hash: version?.hash } },
      });
      const actions = async (subject: string) =>
        (await context().store.registry.events({ subject }, 10)).map(({ action }) => action).toSorted();
      expect(await actions(own.name)).toEqual(["label.move", "label.move", "prompt.publish"]);
      expect(await actions(own.route)).toEqual(["release.create", "route.pin"]);
    });

    it("does nothing the second time", async () => {
      const tree = treeOf(names(), "one");
      await apply(tree);
      const revision = await context().store.registry.revision();
      expect(isEmptyPlan(await apply(tree))).toBe(true);
      expect(await context().store.registry.revision()).toBe(revision);
    });

    it("changes nothing while it only plans", async () => {
      const own = names();
      const revision = await context().store.registry.revision();
      const plan = await planTree(treeOf(own, "one"), context().store.registry);
      expect(isEmptyPlan(plan)).toBe(false);
      expect(await context().store.registry.revision()).toBe(revision);
      expect(await stateOf(own.route)).toBeUndefined();
    });

    it("moves the pin to the new release, or leaves that to a promotion where the route says so", async () => {
      const [own, careful] = [names(), names()];
      await apply(treeOf(own, "one"));
      await apply(treeOf(own, "two"));
      expect(await stateOf(own.route)).toMatchObject({ pinned: 2, previous: 1, applied: 2 });
      await apply(treeOf(careful, "one", { rollout: "manual" }));
      await apply(treeOf(careful, "two", { rollout: "manual" }));
      expect(await stateOf(careful.route)).toMatchObject({ pinned: 1, applied: 2, newest: 2 });
      await promoteRoute({ route: careful.route, to: undefined, reason: undefined, actor: "tester" }, parts());
      expect(await stateOf(careful.route)).toMatchObject({ pinned: 2, previous: 1 });
    });

    it("does not undo a rollback when the same tree is applied again, and goes back when the file goes back", async () => {
      const own = names();
      await apply(treeOf(own, "one"));
      await apply(treeOf(own, "two"));
      await rollbackRoute({ route: own.route, to: undefined, reason: "worse", actor: "on-call" }, parts());
      await apply(treeOf(own, "two"));
      expect(await stateOf(own.route)).toMatchObject({ pinned: 1, reason: "worse", changedBy: "on-call" });
      await apply(treeOf(own, "three"));
      expect(await stateOf(own.route)).toMatchObject({ pinned: 3, previous: 1 });
      await apply(treeOf(own, "one"));
      expect(await stateOf(own.route)).toMatchObject({ pinned: 1, previous: 3, newest: 3 });
      expect(await labelsOf(own.name)).toEqual({ latest: 1, production: 1 });
    });

    it("leaves a label where a hand moved it until the file says something new", async () => {
      const own = names();
      await apply(treeOf(own, "one"));
      await apply(treeOf(own, "two"));
      const heads = await context().store.registry.heads();
      const label = heads.labels.find((one) => one.name === own.name && one.label === "production");
      if (label === undefined) throw new Error("the label was applied");
      await context().store.registry.commit({ labels: [{ ...label, version: 1 }], events: [] }, heads.revision);
      await apply(treeOf(own, "two"));
      expect(await labelsOf(own.name)).toEqual({ latest: 2, production: 1 });
      await apply(treeOf(own, "three"));
      expect(await labelsOf(own.name)).toEqual({ latest: 3, production: 3 });
    });

    it("binds a prompt by its file, a number or a label, and refuses what there is not, all at once", async () => {
      const own = names();
      await apply(treeOf(own, "one"));
      const bound = async (prompt: string) => {
        const plan = await planTree(treeOf(own, "two", { prompt }), context().store.registry);
        return plan.routes[0]?.content.prompt?.version;
      };
      expect(await bound(own.name)).toBe(2);
      expect(await bound(`${own.name}@1`)).toBe(1);
      expect(await bound(`${own.name}@2`)).toBe(2);
      expect(await bound(`${own.name}@production`)).toBe(2);
      const broken: Tree = {
        prompts: [],
        routes: ["nobody", `${own.name}@9`, `${own.name}@staging`].map((prompt, index) => ({
          name: `route-${index}`,
          target: "echo/echo",
          prompt,
          rollout: "immediate",
        })),
      };
      const refusal = planTree(broken, context().store.registry);
      await expect(refusal).rejects.toMatchObject({ code: "tree-invalid" });
      await expect(refusal).rejects.toThrow(/"route-0".*"route-1".*"route-2"/);
    });

    it("leaves one consistent registry when many apply at once", async () => {
      const own = names();
      const texts = ["a", "b", "c", "a", "b", "c", "d", "d"];
      await Promise.all(texts.map((text) => apply(treeOf(own, text))));
      const versions = await context().store.registry.versions(own.name, 100);
      expect(versions.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
      expect(new Set(versions.map(({ hash }) => hash)).size).toBe(4);
      const releases = await context().store.registry.history(own.route, 100);
      expect(releases.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
      const state = await stateOf(own.route);
      expect(state).toMatchObject({ newest: 4 });
      expect(state?.pinned).toBe(state?.applied);
      const labels = await labelsOf(own.name);
      expect(releases.find(({ number }) => number === state?.pinned)?.content.prompt?.version).toBe(labels["latest"]);
    });
  });

  describe("moving a pin", () => {
    it("goes back to the release before, once, and says so instead of going forth again", async () => {
      const { route, name } = names();
      for (const text of ["one", "two"]) await apply(treeOf({ route, name }, text));
      const rollback = (to?: number) => rollbackRoute({ route, to, reason: "bad", actor: "on-call" }, parts());
      const { before, after } = await rollback();
      expect([before.pinned, after.pinned]).toEqual([2, 1]);
      await expect(rollback()).rejects.toMatchObject({ code: "request-invalid", param: "to" });
      expect(await stateOf(route)).toMatchObject({ pinned: 1, changedBy: "on-call", reason: "bad" });
      expect((await rollback(1)).after.pinned).toBe(1);
      const events = await context().store.registry.events({ subject: route, action: "route.rollback" }, 10);
      expect(events.map(({ details }) => details)).toEqual([{ from: 2, to: 1, reason: "bad" }]);
    });

    it("refuses a release or a route that there is not", async () => {
      const { route, name } = names();
      await apply(treeOf({ route, name }, "one"));
      const promote = (to: number, of = route) =>
        promoteRoute({ route: of, to, reason: undefined, actor: "tester" }, parts());
      for (const to of [0, 2, 1.5, -1]) await expect(promote(to)).rejects.toMatchObject({ code: "not-found" });
      await expect(promote(1, `${route}x`)).rejects.toThrow(`did you mean "${route}"?`);
    });
  });
}
