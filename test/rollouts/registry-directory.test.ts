import { beforeEach, describe, expect, it } from "vitest";
import { HoldfastError } from "../../src/errors.ts";
import type { RegistryHeads } from "../../src/ports/registry-store.ts";
import type { StoredPromptVersion } from "../../src/prompts/stored-prompt-version.ts";
import type { DirectoryParts, RegistryDirectory } from "../../src/rollouts/registry-directory.ts";
import { createRegistryDirectory } from "../../src/rollouts/registry-directory.ts";
import { RegistryMemory } from "../../src/rollouts/registry-memory.ts";
import type { Release } from "../../src/rollouts/release.ts";
import { buildLabel, buildRelease, buildRouteState, buildVersion } from "../support/registry-builder.ts";

/** A registry in plain sight: the test moves things in it, counts questions, and takes the database away. */
class OpenRegistry implements Pick<DirectoryParts<unknown>, "registry"> {
  heads: RegistryHeads = { revision: 1, labels: [], routes: [] };
  versions: StoredPromptVersion[] = [];
  releases: Release[] = [];
  away = false;
  asked: string[] = [];

  change(changes: Partial<RegistryHeads>): void {
    this.heads = { ...this.heads, ...changes, revision: this.heads.revision + 1 };
  }

  readonly registry: DirectoryParts<unknown>["registry"] = {
    revision: () => this.#ask("revision", () => this.heads.revision),
    heads: () => this.#ask("heads", () => this.heads),
    releases: (wanted) =>
      this.#ask("releases", () =>
        this.releases.filter((one) => wanted.some(({ route, number }) => one.route === route && one.number === number)),
      ),
    loadVersions: (wanted) =>
      this.#ask("loadVersions", () =>
        this.versions.filter((one) => wanted.some(({ name, version }) => one.name === name && one.version === version)),
      ),
    version: (name, version) =>
      this.#ask(`${name}@${version}`, () => this.versions.find((one) => one.name === name && one.version === version)),
  };

  async #ask<Answer>(question: string, answer: () => Answer): Promise<Answer> {
    this.asked.push(question);
    await Promise.resolve();
    if (this.away) throw new HoldfastError("store-unavailable");
    return answer();
  }
}

describe("the directory of the registry", () => {
  let open: OpenRegistry;
  let directory: RegistryDirectory<string>;
  beforeEach(async () => {
    open = new OpenRegistry();
    open.releases = [1, 2].map((number) => buildRelease({ route: "support", number }));
    open.versions = [1, 2].map((version) => buildVersion({ name: "reply", version }));
    open.heads = {
      revision: 1,
      labels: [buildLabel({ name: "reply", label: "latest", version: 2 }), buildLabel({ name: "reply", version: 1 })],
      routes: [buildRouteState({ route: "support", pinned: 2, newest: 2 })],
    };
    directory = createRegistryDirectory({
      registry: open.registry,
      memory: new RegistryMemory<string>(),
      open: ({ name, version }) => `${name}@${version}`,
      prefetched: 1,
    });
    await directory.refresh();
    open.asked = [];
  });

  it("serves the pinned release from memory", () => {
    expect(directory.route("support")?.number).toBe(2);
    expect(directory.state("support")?.pinned).toBe(2);
    expect(directory.route("nobody")).toBeUndefined();
    expect(open.asked).toEqual([]);
  });

  it("loads a version once, whoever asks at the same time, and then has it without waiting", async () => {
    const refs = [{ name: "reply" }, { name: "reply", label: "latest" }, { name: "reply", version: 2 }];
    const found = await Promise.all(refs.map(async (ref) => await directory.promptVersion(ref)));
    expect(found).toEqual(["reply@2", "reply@2", "reply@2"]);
    expect(directory.promptVersion({ name: "reply" })).toBe("reply@2");
    expect(open.asked).toEqual(["reply@2"]);
  });

  it("loads a release that is not pinned once", async () => {
    expect((await directory.release("support", 1))?.number).toBe(1);
    expect(directory.release("support", 1)).toBe(open.releases[0]);
    expect(directory.release("support", 2)).toBe(open.releases[1]);
    expect(open.asked).toEqual(["releases"]);
  });

  it("follows a moved pin and a moved label at the next refresh", async () => {
    open.change({
      labels: [buildLabel({ name: "reply", label: "latest", version: 1 })],
      routes: [buildRouteState({ route: "support", pinned: 1, newest: 2 })],
    });
    await directory.refresh();
    expect(directory.route("support")?.number).toBe(1);
    expect(await directory.promptVersion({ name: "reply" })).toBe("reply@1");
  });

  it("has the prompts of pinned releases before a call asks, as many as it may, and none that cannot be opened", async () => {
    const bind = (route: string, version: number) =>
      buildRelease({
        route,
        content: { target: "echo/echo", prompt: { name: "reply", version, hash: "" } },
      });
    open.releases.push(bind("first", 1), bind("second", 2));
    open.change({ routes: ["first", "second"].map((route) => buildRouteState({ route })) });
    await directory.refresh();
    expect(directory.promptVersion({ name: "reply", version: 1 })).toBe("reply@1");
    expect(directory.promptVersion({ name: "reply", version: 2 })).toBeInstanceOf(Promise);
    const strict = createRegistryDirectory({
      registry: open.registry,
      memory: new RegistryMemory<string>(),
      open({ version }) {
        if (version === 1) throw new HoldfastError("internal-error");
        return "opened";
      },
      prefetched: 9,
    });
    await strict.refresh();
    expect(strict.promptVersion({ name: "reply", version: 2 })).toBe("opened");
    await expect(strict.promptVersion({ name: "reply", version: 1 })).rejects.toMatchObject({ code: "internal-error" });
  });

  it("serves nothing under a label that was removed, though the version is in memory", async () => {
    expect(await directory.promptVersion({ name: "reply", label: "production" })).toBe("reply@1");
    open.change({ labels: [] });
    await directory.refresh();
    expect(directory.promptVersion({ name: "reply", label: "production" })).toBeUndefined();
  });

  it("asks for the revision alone while nothing changes", async () => {
    await directory.refresh();
    await directory.refresh();
    expect(open.asked).toEqual(["revision", "revision"]);
  });

  it("remembers that there is no such version until the registry changes, and no longer", async () => {
    const ref = { name: "reply", version: 3 };
    expect(await directory.promptVersion(ref)).toBeUndefined();
    expect(directory.promptVersion(ref)).toBeUndefined();
    expect(open.asked).toEqual(["reply@3"]);
    open.versions.push(buildVersion({ name: "reply", version: 3 }));
    open.change({});
    await directory.refresh();
    expect(await directory.promptVersion(ref)).toBe("reply@3");
  });

  it("does not carry a no over into a snapshot that came while it was asked", async () => {
    const ref = { name: "reply", version: 3 };
    const asking = directory.promptVersion(ref);
    open.change({});
    await Promise.all([asking, directory.refresh()]);
    open.versions.push(buildVersion({ name: "reply", version: 3 }));
    expect(await directory.promptVersion(ref)).toBe("reply@3");
  });

  it("goes on from memory while the database is away, and says so for what is not there", async () => {
    await directory.promptVersion({ name: "reply" });
    open.away = true;
    await expect(directory.refresh()).rejects.toMatchObject({ code: "store-unavailable" });
    expect(directory.route("support")?.number).toBe(2);
    expect(directory.promptVersion({ name: "reply" })).toBe("reply@2");
    await expect(directory.promptVersion({ name: "reply", version: 1 })).rejects.toMatchObject({
      code: "store-unavailable",
    });
    open.away = false;
    expect(await directory.promptVersion({ name: "reply", version: 1 })).toBe("reply@1");
  });

  it("keeps what served when a pinned release is gone", async () => {
    open.change({ routes: [buildRouteState({ route: "support", pinned: 9 })] });
    await expect(directory.refresh()).rejects.toMatchObject({ code: "internal-error" });
    expect(directory.route("support")?.number).toBe(2);
  });

  it("passes on what opening a version throws, and tries again the next time", async () => {
    let broken = true;
    const strict = createRegistryDirectory({
      registry: open.registry,
      memory: new RegistryMemory<string>(),
      open() {
        if (broken) throw new HoldfastError("internal-error");
        return "opened";
      },
      prefetched: 1,
    });
    const ref = { name: "reply", version: 1 };
    await expect(strict.promptVersion(ref)).rejects.toMatchObject({ code: "internal-error" });
    broken = false;
    expect(await strict.promptVersion(ref)).toBe("opened");
  });
});
