import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Folder, OpenedStore } from "./cli-fixture.ts";
import { openFolder } from "./cli-fixture.ts";

let folder: Folder;
let opened: OpenedStore;

beforeAll(async () => {
  folder = await openFolder();
  opened = await folder.openStore();
});
afterAll(async () => {
  await opened.close();
  await folder.close();
});

describe("holdfast keys create", () => {
  test("prints the key first, what it may do, and that it is shown once", async () => {
    const { exit, out } = await folder.run("keys", "create", "--name", "support bot", "--route", "support");
    expect(exit).toBe(0);
    expect(out).toMatch(/^hf_\w{49}\n/);
    expect(out).toMatch(/name {5}support bot\n/);
    expect(out).toMatch(/routes {3}support\n/);
    expect(out).toContain("only time the key is shown");
  });

  test("with --json prints one object that holds the key", async () => {
    const ran = await folder.run(
      "keys",
      "create",
      "--name",
      "reader",
      "--project",
      "shop",
      "--scope",
      "ledger:read",
      "--scope",
      "call",
      "--expires",
      "30d",
      "--json",
    );
    expect(ran.exit).toBe(0);
    expect(ran.lines()).toHaveLength(1);
    expect(ran.json()).toMatchObject({
      key: expect.stringMatching(/^hf_/),
      id: expect.any(String),
      project: "shop",
      scopes: ["ledger:read", "call"],
      expires_at: expect.any(String),
    });
    expect(ran.json()["prefix"]).toBe(ran.json()["key"].slice(0, 8));
  });

  test.each([
    [[], /--name <name> is missing/],
    [["--name", "x", "--scope", "cal"], /did you mean "call"/],
    [["--name", "x", "--expires", "soon"], /30d/],
    [["--name", "x", "--project", "Not OK"], /project/],
    [["--name", "x", "--nmae", "y"], /--name/],
    [["--name", "x", "extra"], /too many arguments/],
  ])("exits with 2 for %j", async (given, message) => {
    const { exit, out, err } = await folder.run("keys", "create", ...given);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
    expect(out).toBe("");
  });

  test("with --json tells an error as JSON too, on standard error", async () => {
    const { exit, out, err } = await folder.run("keys", "create", "--name", "x", "--scope", "cal", "--json");
    expect([exit, out]).toEqual([2, ""]);
    expect(JSON.parse(err)).toMatchObject({ error: { code: "request-invalid" } });
  });
});

describe("holdfast keys list", () => {
  test("shows a table in which no key can be used", async () => {
    const { key } = (await folder.run("keys", "create", "--name", "listed", "--json")).json();
    const { exit, out } = await folder.run("keys", "list");
    expect(exit).toBe(0);
    expect(out.split("\n")[0]).toMatch(/^KEY +NAME +PROJECT +STATUS +SCOPES +ROUTES +CREATED +EXPIRES$/);
    expect(out).toContain(`${key.slice(0, 8)}…  listed`);
    expect(out).not.toContain(key);
  });

  test("with --json, --active and --project shows just those", async () => {
    const { id } = (await folder.run("keys", "create", "--name", "a", "--project", "only", "--json")).json();
    await folder.run("keys", "create", "--name", "b", "--project", "only", "--expires", "1ms");
    const ran = await folder.run("keys", "list", "--project", "only", "--active", "--json");
    expect(ran.json()["keys"].map((key: { id: string }) => key.id)).toEqual([id]);
  });

  test("says how to make a key when there is none", async () => {
    const { exit, out } = await folder.run("keys", "list", "--project", "nobody");
    expect([exit, out]).toEqual([0, "There is no such key. Make one with: holdfast keys create --name my-app\n"]);
  });
});

describe("holdfast keys revoke", () => {
  test("takes what the list shows, and says what it revoked", async () => {
    const { id, prefix } = (await folder.run("keys", "create", "--name", "gone", "--json")).json();
    const { exit, out } = await folder.run("keys", "revoke", `${prefix}…`);
    expect([exit, out]).toEqual([0, `Revoked ${prefix}… ("gone", project default).\n`]);
    expect((await folder.run("keys", "revoke", id, "--json")).json()).toMatchObject({ id, status: "revoked" });
  });

  test("exits with 1 for a key that is not there, and with 2 for none", async () => {
    const missing = await folder.run("keys", "revoke", "nobody");
    expect([missing.exit, missing.out]).toEqual([1, ""]);
    expect(missing.err).toContain("holdfast keys list");
    expect((await folder.run("keys", "revoke")).exit).toBe(2);
  });
});
