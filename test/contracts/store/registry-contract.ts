import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RegistryChange, RegistryStore } from "../../../src/ports/registry-store.ts";
import { buildEvent, buildLabel, buildRelease, buildRouteState, buildVersion } from "../../support/registry-builder.ts";
import type { StoreContext } from "./store-context.ts";

const nobodyElse = "a test alone changes the registry while it runs";

/** What every store promises about the registry. */
export function registryContract(context: () => StoreContext): void {
  const registry = (): RegistryStore => context().store.registry;
  const commit = async (change: Partial<RegistryChange>): Promise<void> => {
    const done = await registry().commit({ events: [], ...change }, await registry().revision());
    expect(done, nobodyElse).toBe(true);
  };

  describe("the registry", () => {
    it("gives everything back as it was written", async () => {
      const version = buildVersion({ message: "kinder", parent: 1, version: 2, content: '{"nul":"\\u0000 ü"}' });
      const label = buildLabel({ name: version.name, version: 2, applied: 2 });
      const release = buildRelease({
        message: "first",
        content: {
          target: "openai/gpt-5-mini",
          parameters: { temperature: 0.2, stop: ["\n"] },
          prompt: { name: version.name, version: 2, hash: version.hash },
        },
      });
      const state = buildRouteState({ route: release.route, previous: 3, reason: "wörse" });
      const event = buildEvent({ subject: release.route, details: { from: 3, "to\u{1f600}": [1, null] } });
      await commit({ versions: [version], labels: [label], releases: [release], routes: [state], events: [event] });

      expect(await registry().version(version.name, 2)).toEqual(version);
      expect(await registry().releases([{ route: release.route, number: release.number }])).toEqual([release]);
      expect(await registry().events({ subject: release.route }, 10)).toEqual([event]);
      const heads = await registry().heads();
      expect(heads.labels).toContainEqual(label);
      expect(heads.routes).toContainEqual(state);
      expect(heads.revision).toBe(await registry().revision());
    });

    it("leaves absent what is absent", async () => {
      const [version, label] = [buildVersion(), buildLabel()];
      const [release, state] = [buildRelease(), buildRouteState()];
      await commit({ versions: [version], labels: [label], releases: [release], routes: [state] });
      expect(await registry().version(version.name, version.version)).toEqual(version);
      expect(await registry().releases([release])).toEqual([release]);
      const heads = await registry().heads();
      expect(heads.labels).toContainEqual(label);
      expect(heads.routes).toContainEqual(state);
    });

    it("finds versions and releases by their content, and by no other name's", async () => {
      const [one, other] = [buildVersion(), buildVersion()];
      const release = buildRelease();
      await commit({ versions: [one, other], releases: [release] });
      const { content: _content, ...summary } = one;
      const wanted = [
        { name: one.name, hash: one.hash },
        { name: one.name, hash: other.hash },
        { name: "nobody", hash: one.hash },
      ];
      expect(await registry().versionsByHash(wanted)).toEqual([summary]);
      expect(await registry().releasesByHash([release, { route: "nobody", hash: release.hash }])).toEqual([release]);
      expect(await registry().versionsByHash([])).toEqual([]);
      expect(await registry().loadVersions([one, { name: one.name, version: 99 }])).toEqual([one]);
      expect(await registry().version(one.name, 99)).toBeUndefined();
    });

    it("lists versions, releases and events newest first, page by page", async () => {
      const name = randomUUID();
      const numbers = [1, 2, 3, 4, 5];
      await commit({
        versions: numbers.map((version) => buildVersion({ name, version })),
        releases: numbers.map((number) => buildRelease({ route: name, number })),
        events: numbers.map((atMs) => buildEvent({ subject: name, atMs, action: atMs > 3 ? "late" : "early" })),
      });
      expect((await registry().versions(name, 2)).map(({ version }) => version)).toEqual([5, 4]);
      expect((await registry().versions(name, 2, 4)).map(({ version }) => version)).toEqual([3, 2]);
      expect(await registry().newestVersions([name, "nobody"])).toEqual([{ name, version: 5 }]);
      expect((await registry().history(name, 2, 2)).map(({ number }) => number)).toEqual([1]);
      const events = await registry().events({ subject: name }, 3);
      expect(events.map(({ atMs }) => atMs)).toEqual([5, 4, 3]);
      const older = await registry().events({ subject: name }, 3, events.at(-1)?.id);
      expect(older.map(({ atMs }) => atMs)).toEqual([2, 1]);
      const late = await registry().events({ subject: name, action: "late", actor: "tester" }, 10);
      expect(late.map(({ atMs }) => atMs)).toEqual([5, 4]);
    });

    it("moves and removes labels, and moves pins", async () => {
      const [label, gone] = [buildLabel(), buildLabel()];
      const state = buildRouteState();
      await commit({ labels: [label, gone], routes: [state] });
      const [moved, pinned] = [
        { ...label, version: 9, movedBy: "somebody else" },
        { ...state, pinned: 9, previous: 1 },
      ];
      await commit({ labels: [moved], removedLabels: [gone], routes: [pinned] });
      const heads = await registry().heads();
      expect(heads.labels.filter(({ name }) => name === label.name)).toEqual([moved]);
      expect(heads.labels.filter(({ name }) => name === gone.name)).toEqual([]);
      expect(heads.routes.filter(({ route }) => route === state.route)).toEqual([pinned]);
    });

    it("does nothing at all for who comes too late", async () => {
      const revision = await registry().revision();
      await commit({ labels: [buildLabel()] });
      const late = { versions: [buildVersion()], labels: [buildLabel()], events: [buildEvent()] };
      expect(await registry().commit(late, revision)).toBe(false);
      expect(await registry().versionsByHash(late.versions)).toEqual([]);
      expect(await registry().events({ subject: late.events[0]?.subject ?? "" }, 1)).toEqual([]);
      const heads = await registry().heads();
      expect(heads.labels).not.toContainEqual(late.labels[0]);
    });

    it("lets exactly one of many through that start from the same revision", async () => {
      const revision = await registry().revision();
      const changes = [1, 2, 3, 4, 5, 6].map(() => ({ labels: [buildLabel()], events: [buildEvent()] }));
      const done = await Promise.all(changes.map((change) => registry().commit(change, revision)));
      expect(done.filter(Boolean)).toHaveLength(1);
    });

    it("raises the revision with every change, and not when nothing changed", async () => {
      const before = await registry().revision();
      await commit({ labels: [buildLabel()] });
      const moved = await registry().revision();
      expect(moved).toBeGreaterThan(before);
      await commit({ events: [buildEvent()] });
      expect(await registry().commit({ labels: [buildLabel()], events: [] }, before)).toBe(false);
      expect(await registry().revision()).toBe(moved);
    });

    it("refuses two contents under one number, whole", async () => {
      const release = buildRelease();
      await commit({ releases: [release] });
      const event = buildEvent();
      const again = { releases: [buildRelease({ route: release.route })], events: [event] };
      await expect(registry().commit(again, await registry().revision())).rejects.toSatisfy(context().isDataError);
      expect(await registry().events({ subject: event.subject }, 1)).toEqual([]);
    });
  });
}
