import { mkdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { lockDirectory } from "../../src/adapters/spool/lock-directory.ts";
import { commands } from "../../src/cli/commands.ts";
import type { Folder } from "./cli-fixture.ts";
import { openFolder } from "./cli-fixture.ts";

const opened: Folder[] = [];

async function folderWith(config: string, env: Record<string, string> = {}): Promise<Folder> {
  const folder = await openFolder({ config, env });
  opened.push(folder);
  return folder;
}

afterEach(async () => {
  for (const folder of opened.splice(0)) await folder.close();
});

describe("the command line", () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await openFolder();
  });
  afterAll(() => folder.close());

  test("without a command shows its help, and the meaning of every exit status", async () => {
    const { exit, out, err } = await folder.run();
    expect(exit).toBe(0);
    expect(out + err).toContain("Start with: holdfast start");
    for (const status of ["0", "1", "2", "3", "4"]) expect(out + err).toMatch(new RegExp(`^  ${status}  `, "m"));
  });

  test("shows its version", async () => {
    expect(await folder.run("--version")).toMatchObject({ exit: 0, out: "0.0.0-test\n" });
  });

  test.each(commands.map(({ name }) => name))("%s --help says what it is for and shows examples", async (name) => {
    const { exit, out } = await folder.run(...name.split(" "), "--help");
    const command = commands.find((candidate) => candidate.name === name);
    expect(exit).toBe(0);
    expect(out).toContain(command?.summary);
    expect(out).toContain(command?.examples[0]);
    for (const option of [
      "--json",
      "--url",
      "--config",
      "--data-dir",
      ...Object.keys(command?.options ?? {}).map((key) => `--${key}`),
    ]) {
      expect(out).toContain(option);
    }
  });

  const nouns = new Set(commands.flatMap(({ name }) => (name.includes(" ") ? [name.split(" ")[0] ?? ""] : [])));
  test.each([...nouns])("%s without a verb says what its commands are about", async (noun) => {
    const { out } = await folder.run(noun, "--help");
    expect(out).toMatch(/^Usage: holdfast .*\n\n[A-Z].*\.\n\nOptions:/);
  });

  test.each([
    [["kesy"], /Did you mean keys\?/],
    [["keys", "lst"], /Did you mean list\?/],
    [["keys", "list", "--jsn"], /Did you mean --json\?/],
    [["calls", "show"], /missing required argument 'id'/],
    [["frobnicate"], /unknown command 'frobnicate'/],
    [["init", "--url", "http://localhost:1"], /this machine only/],
  ])("exits with 2 for %j and says what was meant", async (argv, message) => {
    const { exit, out, err } = await folder.run(...argv);
    expect([exit, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test("leaves no database behind in a folder that has none", async () => {
    const { exit, err } = await folder.run("calls", "list");
    expect(exit).toBe(4);
    expect(err).toContain(`There is no embedded database in ${folder.dataDir}.`);
    expect((await folder.run("doctor", "--json")).out).toContain("made at the first start");
  });
});

describe("holdfast init", () => {
  test("writes a valid configuration that changes nothing, and keeps the data folder out of git", async () => {
    const folder = await openFolder({ config: "none" });
    opened.push(folder);
    await writeFile(join(folder.folder, ".gitignore"), "node_modules");
    expect((await folder.run("init")).exit).toBe(0);
    expect(await readFile(join(folder.folder, ".gitignore"), "utf8")).toBe("node_modules\n.holdfast/\n");
    const { out } = await folder.run("config", "check", "--json", "--config", folder.configFile);
    expect(JSON.parse(out)).toEqual({ ok: true, file: folder.configFile, providers: ["echo"], routes: [] });
  });

  test("writes a configuration that is also valid with everything uncommented", async () => {
    const folder = await openFolder({ config: "none" });
    opened.push(folder);
    await folder.run("init");
    const text = await readFile(folder.configFile, "utf8");
    const [, ...sections] = text.split("\n\n");
    const uncommented = sections.join("\n\n").replaceAll(/^# (?=\s*(?:- )?[a-zA-Z]+:|\s{2,})/gm, "");
    await writeFile(folder.configFile, uncommented);
    const { exit, out } = await folder.run("config", "check", folder.configFile);
    expect(out).toContain("is valid: 3 providers, 1 route.");
    expect(exit).toBe(0);
  });

  test("overwrites nothing, and does not add to .gitignore twice", async () => {
    const folder = await folderWith("auth: keys\n");
    const { exit, err } = await folder.run("init");
    expect([exit, err]).toEqual([1, expect.stringContaining("is there already, and stays as it is")]);
    expect(await readFile(folder.configFile, "utf8")).toBe("auth: keys\n");
    await writeFile(join(folder.folder, ".gitignore"), "/.holdfast\n");
    const second = await folder.run("init", "--config", "other.yaml", "--json");
    expect(second.json()).toEqual({ file: join(folder.folder, "other.yaml"), gitignore: false });
  });
});

describe("holdfast config check", () => {
  test("shows every problem with its line, and exits with 3", async () => {
    const folder = await folderWith("server:\n  prot: 1\nroutes:\n  a: { target: nobody/x }\n");
    const { exit, out } = await folder.run("config", "check");
    expect(exit).toBe(3);
    expect(out).toMatch(/holdfast\.yaml:2:3 .*did you mean "port"/);
    expect(out).toMatch(/holdfast\.yaml:4:/);
    const asJson = await folder.run("config", "check", "--json");
    expect([asJson.exit, asJson.json()["problems"].length]).toEqual([3, 2]);
  });

  test("is content without a file, unless one was named", async () => {
    const folder = await openFolder({ config: "none" });
    opened.push(folder);
    expect(await folder.run("config", "check")).toMatchObject({ exit: 0 });
    const { exit, err } = await folder.run("config", "check", "missing.yaml");
    expect([exit, err]).toEqual([3, expect.stringContaining("missing.yaml")]);
  });

  test("every command that needs the configuration exits with 3 when it is not valid, and shows the problems", async () => {
    const folder = await folderWith("prot: 1\n");
    for (const argv of [["keys", "list"], ["keys", "create", "--name", "x"], ["start"]]) {
      const { exit, err } = await folder.run(...argv);
      expect([argv, exit]).toEqual([argv, 3]);
      expect(err).toContain("1:1");
      expect(err).not.toMatch(/\n\s+at /);
    }
  });
});

describe("holdfast config schema and explain", () => {
  test("schema prints JSON Schema, on one line with --json", async () => {
    const folder = await folderWith("");
    const pretty = await folder.run("config", "schema");
    expect(JSON.parse(pretty.out)).toMatchObject({ type: "object", properties: { routes: {} } });
    expect((await folder.run("config", "schema", "--json")).lines()).toHaveLength(1);
  });

  test("explain says what a key is for, what it is, and where that stands", async () => {
    const folder = await folderWith("limits:\n  connect: 7s\n");
    const { exit, out } = await folder.run("config", "explain", "limits.connect");
    expect(exit).toBe(0);
    expect(out).toMatch(/Longest wait for a connection/);
    expect(out).toMatch(/value +7s\n/);
    expect(out).toMatch(/from +holdfast\.yaml, line 2/);
    expect((await folder.run("config", "explain", "limits.idle", "--json")).json()).toMatchObject({
      ok: true,
      value: "2m",
      origin: { kind: "default" },
    });
    expect((await folder.run("config", "explain")).out).toMatch(/^Keys$/m);
  });

  test("explain exits with 1 for a key that is not there, and names the nearest", async () => {
    const folder = await folderWith("");
    const { exit, out } = await folder.run("config", "explain", "limits.conect");
    expect([exit, out]).toEqual([1, "There is no limits.conect in the configuration. Did you mean limits.connect?\n"]);
  });
});

describe("holdfast doctor", () => {
  type Check = { readonly name: string; readonly status: string; readonly says: string; readonly todo?: string };
  const find = (checks: readonly Check[], name: string): Check | undefined =>
    checks.find((check) => check.name === name);

  test("finds all well in a fresh folder, and exits with 0", async () => {
    const folder = await folderWith("server: { port: 0 }\n");
    const { exit, out } = await folder.run("doctor");
    expect(exit).toBe(0);
    expect(out).toMatch(/^ok +node +Node \d+/m);
    expect(out).toContain("All is well.");
  });

  test("sees the database and its schema once there is one", async () => {
    const folder = await folderWith("server: { port: 0 }\n");
    await folder.run("keys", "create", "--name", "x");
    const ran = await folder.run("doctor", "--json");
    expect(find(ran.json()["checks"], "database")).toMatchObject({
      status: "ok",
      says: expect.stringMatching(/schema \d+$/),
    });
  });

  test("names what is missing, says what to do, and exits with 1", async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    const folder = await folderWith(
      `server: { port: ${port} }\nproviders:\n  openai: { kind: openai }\n  set: { kind: openai, apiKey: { env: HERE } }\n  mine: { kind: gemini, credentials: caller }\n`,
      { HERE: "not-a-key" },
    );
    const ran = await folder.run("doctor", "--json");
    server.close();
    for (const socket of sockets) socket.destroy();
    expect(ran.exit).toBe(1);
    const { ok, checks } = ran.json();
    expect(ok).toBe(false);
    expect(find(checks, "provider openai")).toMatchObject({
      status: "fail",
      says: "OPENAI_API_KEY is not set or empty",
    });
    expect(find(checks, "provider set")).toMatchObject({ status: "ok", says: "key from HERE" });
    expect(find(checks, "provider mine")).toMatchObject({ status: "ok" });
    expect(find(checks, "port")).toMatchObject({ status: "fail", says: `something else listens on 127.0.0.1:${port}` });
    expect(ran.out).not.toContain("not-a-key");
  });

  test("does not take the gateway of another folder for this one's", async () => {
    const server = createHttpServer((_request, response) => response.end('{"status":"alive"}'));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    const folder = await folderWith(`server: { port: ${port} }\n`);
    const foreign = find((await folder.run("doctor", "--json")).json()["checks"], "port");
    mkdirSync(join(folder.folder, ".holdfast", "spool"), { recursive: true });
    const unlock = lockDirectory(join(folder.folder, ".holdfast", "spool"));
    const own = find((await folder.run("doctor", "--json")).json()["checks"], "port");
    unlock();
    server.closeAllConnections();
    server.close();
    expect(foreign).toMatchObject({ status: "fail", says: expect.stringContaining("of another data directory") });
    expect(own).toMatchObject({ status: "ok", says: expect.stringContaining("a Holdfast gateway runs") });
  });

  test("looks at providers' hosts only when asked to", async () => {
    const folder = await folderWith(
      "server: { port: 0 }\nproviders:\n  gone: { kind: openai-compatible, baseUrl: http://127.0.0.1:9/v1 }\n",
    );
    expect(find((await folder.run("doctor", "--json")).json()["checks"], "provider gone")).toMatchObject({
      status: "ok",
    });
    const online = await folder.run("doctor", "--online", "--json");
    expect(find(online.json()["checks"], "provider gone")).toMatchObject({
      status: "warn",
      says: expect.stringContaining("127.0.0.1:9 cannot be reached"),
    });
    expect(online.exit).toBe(0);
  });

  test("says when a database cannot be reached, without its password", async () => {
    const folder = await folderWith("server: { port: 0 }\n", { DATABASE_URL: "postgres://me:hush-hush@127.0.0.1:9/x" });
    const { exit, out } = await folder.run("doctor");
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^fail +database +The database cannot be reached\..* It said: connect ECONNREFUSED 127\.0\.0\.1:9/m,
    );
    expect(out).not.toContain("hush");
    const { exit: listExit, err } = await folder.run("keys", "list");
    expect([listExit, err]).toEqual([4, expect.stringContaining("connect ECONNREFUSED")]);
  });

  test("says when the data directory cannot be one", async () => {
    const folder = await folderWith("server: { port: 0 }\nstorage: { dataDir: holdfast.yaml }\n");
    const ran = await folder.run("doctor", "--json");
    expect(find(ran.json()["checks"], "data directory")).toMatchObject({ status: "fail" });
  });
});
