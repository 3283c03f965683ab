import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTestDatabase, postgresServer } from "../support/postgres.ts";
import type { Folder, OpenedStore, Ran } from "./cli-fixture.ts";
import { openFolder } from "./cli-fixture.ts";

const config = (target: string, rollout = "immediate"): string => `
providers:
  echo: { kind: echo }
routes:
  support: { target: ${target}, prompt: reply, rollout: ${rollout} }
`;
const prompt = (text: string): string => `---\ndescription: Answers\nlabels: [production]\n---\nsystem:\n${text}\n`;

async function openTree(): Promise<Folder> {
  const folder = await openFolder({ config: config("echo/one") });
  await mkdir(join(folder.folder, "prompts"));
  return folder;
}

const writePrompt = (folder: Folder, text: string): Promise<void> =>
  writeFile(join(folder.folder, "prompts", "reply.md"), prompt(text));

describe("the registry's commands, in this process", () => {
  let folder: Folder;
  let held: OpenedStore;
  const run = (...argv: readonly string[]): Promise<Ran> => folder.run(...argv);
  beforeAll(async () => {
    folder = await openTree();
    held = await folder.openStore();
    await writePrompt(folder, "Be kind.");
  });
  afterAll(async () => {
    await held.close();
    await folder.close();
  });

  test("plan shows what is new and changes nothing; apply does it, and then there is nothing to do", async () => {
    const planned = await run("plan");
    expect(planned.out).toContain("prompt reply  new, version 1");
    expect(planned.out).toContain("+Be kind.");
    expect(planned.out).toContain("route support  new, serves support@1");
    expect(planned.out).toContain("To make them: holdfast apply");
    expect((await run("status")).out).toContain("Nothing was applied yet.");
    expect((await run("apply", "--message", "first")).out).toContain("Applied: 2 changes");
    expect((await run("apply")).out).toBe("Nothing to do: 1 prompt and 1 route are as the files say.\n");
  });

  test("a change in the files becomes the next version and release, and serves", async () => {
    await writePrompt(folder, "Be brief.");
    await writeFile(folder.configFile, config("echo/two"));
    const { out } = await run("apply");
    expect(out).toContain("prompt reply  version 1 → 2");
    expect(out).toContain("-Be kind.");
    expect(out).toContain("route support  support@1 → support@2");
    expect(out).toContain('target: "echo/one" → "echo/two"');
    expect((await run("status")).out).toMatch(/support +support@2 +echo\/two +reply@2/);
  });

  test("rollback goes back once, says what it did, and stays when the files are applied again", async () => {
    expect((await run("rollback", "support", "--reason", "rude")).out).toContain("support serves support@1 now");
    const again = await run("rollback", "support");
    expect([again.exit, again.err]).toEqual([2, expect.stringContaining("--to N")]);
    expect((await run("apply")).out).toContain("Nothing to do");
    const shown = await run("status", "support");
    expect(shown.out).toMatch(/serves +support@1/);
    expect(shown.out).toMatch(/why +rude/);
    expect(shown.out).toContain("support@2 is applied, not pinned");
    expect((await run("promote", "support")).out).toContain("support serves support@2 now");
    expect((await run("promote", "support")).out).toContain("already; nothing was changed");
    const history = await run("history", "support");
    expect(history.out).toMatch(/route\.promote.*1 → 2\n.*route\.rollback.*2 → 1, reason rude/);
    expect((await run("audit", "list", "--action", "route.rollback", "--json")).json()["events"]).toHaveLength(1);
  });

  test("releases are listed, shown and compared", async () => {
    expect((await run("releases", "list", "support")).out).toMatch(/support@2 +pinned .*\nsupport@1 .*first/);
    expect((await run("releases", "show", "support@1")).out).toContain('"target": "echo/one"');
    const { out } = await run("releases", "diff", "support@1", "support@2");
    expect(out).toContain('target: "echo/one" → "echo/two"');
    expect(out).toContain("prompt.version: 1 → 2");
    expect((await run("releases", "show", "support")).exit).toBe(2);
    expect((await run("releases", "show", "support@9")).err).toContain("releases 1 to 2");
  });

  test("prompts are listed, shown and compared, and labels are moved and removed", async () => {
    expect((await run("prompts", "list")).out).toMatch(/reply +2 +production 2/);
    expect((await run("prompts", "label", "reply@1", "production")).out).toContain("production of reply is version 1");
    expect((await run("prompts", "list", "reply")).out).toMatch(/1 +production .*first/);
    expect((await run("prompts", "show", "reply@production")).out).toContain("Be kind.");
    const { out } = await run("prompts", "diff", "reply@production", "reply");
    expect(out).toContain("reply@1 → reply@2");
    expect(out).toContain("+Be brief.");
    expect((await run("prompts", "label", "reply", "production", "--remove")).exit).toBe(0);
    expect((await run("prompts", "show", "reply@production")).err).toContain("it has latest");
    expect((await run("prompts", "label", "reply", "production")).exit).toBe(2);
  });

  test("a bad tree is refused whole, with the place of every problem", async () => {
    await writeFile(join(folder.folder, "prompts", "broken.md"), "---\nlables: [a]\n---\nsystem:\n{{ open\n");
    const refused = await run("apply");
    expect(refused.exit).toBe(3);
    expect(refused.err).toContain("prompts/broken.md:2:1");
    expect((await run("prompts", "list", "--json")).json()["prompts"]).toHaveLength(1);
  });
});

describe("holdfast start with the embedded database", () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await openTree();
    await writePrompt(folder, "Be kind.");
  });
  afterAll(() => folder.close());

  test("applies the files, follows them, and serves the commands of --url", { timeout: 60_000 }, async () => {
    const gateway = folder.start("start", "--port", "0", "--json");
    const announced = JSON.parse(await gateway.until((text) => text.endsWith("\n"))) as {
      url: string;
      first_start: { admin_token: string };
    };
    const far = ["--url", announced.url, "--token", announced.first_start.admin_token] as const;
    const pinned = async (): Promise<number> =>
      (await folder.run("status", "support", ...far, "--json")).json()["pinned"];
    const untilPinned = async (wanted: number): Promise<void> => {
      await expect.poll(pinned, { timeout: 20_000, interval: 100 }).toBe(wanted);
    };
    await untilPinned(1);
    await writePrompt(folder, "Be brief.");
    await untilPinned(2);
    await writeFile(join(folder.folder, "prompts", "broken.md"), "---\nlables: [a]\n---\nsystem:\nx\n");
    await writePrompt(folder, "Be loud.");
    expect((await folder.run("plan", ...far)).err).toContain("prompts/broken.md:2:1");
    await writeFile(join(folder.folder, "prompts", "broken.md"), prompt("mended"));
    await untilPinned(3);
    await writeFile(folder.configFile, config("echo/two", "manual"));
    await expect
      .poll(async () => (await folder.run("status", "support", ...far, "--json")).json()["applied"], {
        timeout: 10_000,
      })
      .toBe(4);
    expect(await pinned()).toBe(3);
    expect((await folder.run("promote", "support", "--to", "4", ...far)).out).toContain("support@4 now");
    expect((await folder.run("rollback", "support", ...far, "--json")).json()).toMatchObject({ before: 4, pinned: 3 });
    expect((await folder.run("plan", ...far)).out).toContain("Nothing to do");
    expect((await folder.run("prompts", "list", ...far)).out).toContain("broken");
    expect((await folder.run("prompts", "label", "reply@1", "old", ...far)).exit).toBe(0);
    expect((await folder.run("prompts", "show", "reply@old", ...far)).out).toContain("Be kind.");
    expect((await folder.run("prompts", "label", "reply", "old", "--remove", ...far)).exit).toBe(0);
    expect((await folder.run("releases", "list", "support", ...far)).out).toContain("support@4");
    expect((await folder.run("releases", "show", "support@4", ...far)).out).toContain("echo/two");
    expect((await folder.run("history", "support", ...far)).out).toContain("route.rollback");
    folder.interrupt();
    expect((await gateway.exited).exit).toBe(0);
  });

  test("refuses to start on a bad tree, and shows no keys that would be lost", async () => {
    const other = await openTree();
    await writePrompt(other, "Be kind.");
    await writeFile(join(other.folder, "prompts", "broken.md"), "---\nlables: [a]\n---\nsystem:\nx\n");
    const refused = await other.run("start", "--port", "0");
    expect([refused.exit, refused.err]).toEqual([3, expect.stringContaining("prompts/broken.md:2:1")]);
    await writeFile(join(other.folder, "prompts", "broken.md"), prompt("mended"));
    const gateway = other.start("start", "--port", "0");
    await gateway.until((text) => text.includes("hf_"));
    other.interrupt();
    await gateway.exited;
    await other.close();
  });
});

describe.skipIf(postgresServer === undefined)("holdfast start with a Postgres that others share", () => {
  test("adds what it does not know, and applies the rest only when told to", { timeout: 120_000 }, async () => {
    const database = await makeTestDatabase();
    const folder = await openFolder({ config: config("echo/one"), env: { DATABASE_URL: database.url } });
    await mkdir(join(folder.folder, "prompts"));
    await writePrompt(folder, "Be kind.");
    const startAndStop = async (...flags: readonly string[]): Promise<void> => {
      const gateway = folder.start("start", "--port", "0", "--json", ...flags);
      await gateway.until((text) => text.endsWith("\n"));
      folder.interrupt();
      await gateway.exited;
    };
    const routes = async (): Promise<unknown> => {
      const listed: readonly { readonly route: string; readonly pinned: number }[] = (
        await folder.run("status", "--json")
      ).json()["routes"];
      return listed.map(({ route, pinned }) => `${route}@${pinned}`);
    };
    try {
      await startAndStop();
      expect(await routes()).toEqual(["support@1"]);
      await writePrompt(folder, "Be brief.");
      await writeFile(folder.configFile, `${config("echo/two")}  sales: { target: echo/one }\n`);
      await startAndStop();
      expect(await routes()).toEqual(["sales@1", "support@1"]);
      await startAndStop("--apply");
      expect(await routes()).toEqual(["sales@1", "support@2"]);
    } finally {
      await folder.close();
      await database.drop();
    }
  });
});
