import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Folder } from "./cli-fixture.ts";
import { openFolder } from "./cli-fixture.ts";

let folder: Folder;

beforeEach(async () => {
  folder = await openFolder();
});
afterEach(() => folder.close());

async function write(path: string, text: string): Promise<void> {
  const whole = join(folder.folder, path);
  await mkdir(join(whole, ".."), { recursive: true });
  await writeFile(whole, text);
}

const greet =
  "---\ndescription: Greets.\nvariables: { name: {}, tags: { type: list, default: [] } }\n---\nsystem:\nGreet.\nuser:\n{{ name }}{% for t in tags %} #{{ t }}{% endfor %}\n";

describe("holdfast prompts lint", () => {
  test("is content with good files", async () => {
    await write("prompts/greet.md", greet);
    expect(await folder.run("prompts", "lint")).toMatchObject({ exit: 0, out: "prompts: 1 prompt, no problems.\n" });
  });

  test("exits with 3 for problems, and names them all with their places", async () => {
    await write("prompts/a.md", "user:\n{{ x }}");
    await write("prompts/b.md", "hello");
    const { exit, out } = await folder.run("prompts", "lint");
    expect(exit).toBe(3);
    expect(out).toContain('prompts/a.md:2:4  user  reads "x", which is not declared');
    expect(out).toContain("prompts/b.md:1:1  stands before the first section");
  });

  test("shows warnings, which count only with --strict", async () => {
    await write("app/more.md", "user:\nx");
    const lenient = await folder.run("prompts", "lint", "app", "--json");
    expect(lenient.exit).toBe(0);
    expect(lenient.json()).toMatchObject({ ok: true, prompts: ["more"], warnings: [{ file: "app/more.md", line: 1 }] });
    const strict = await folder.run("prompts", "lint", "app", "--strict");
    expect([strict.exit, strict.out]).toEqual([3, expect.stringMatching(/all of them warnings\n\napp: 1 prompt\.\n$/)]);
  });

  test("finds nothing wrong with a folder that is not there", async () => {
    expect(await folder.run("prompts", "lint")).toMatchObject({ exit: 0, out: "prompts: 0 prompts, no problems.\n" });
  });
});

describe("holdfast prompts render", () => {
  test("shows messages by role and where the caller's go, and reads variables as their types", async () => {
    await write("prompts/greet.md", greet);
    await write("name.txt", "Ann");
    const { exit, out } = await folder.run(
      "prompts",
      "render",
      "greet",
      "--var",
      "name=@name.txt",
      "--var",
      'tags=["a","b"]',
    );
    expect([exit, out]).toEqual([0, "system:\nGreet.\n\nuser:\nAnn #a #b\n\n(the caller's messages)\n"]);
  });

  test("gives spans, their variables and their trust as JSON", async () => {
    await write("prompts/greet.md", greet);
    const ran = await folder.run("prompts", "render", "greet", "--var", "name=Ann=Bo", "--json");
    expect(ran.json()["before"][1].parts[0].spans).toEqual([
      { from: "variable", variable: "name", trust: "user", text: "Ann=Bo" },
    ]);
  });

  test("shows no control characters of a variable", async () => {
    await write("prompts/greet.md", greet);
    const { out } = await folder.run("prompts", "render", "greet", "--var", "name=\u001b[2Jx");
    expect(out).not.toContain("\u001b");
  });

  test.each([
    [["render", "greet"], 1, /"name" is missing/],
    [["render", "greet", "--var", "name"], 2, /--var takes name=value/],
    [["render", "greet", "--var", "name=@none.txt"], 2, /cannot be read/],
    [["render", "greet", "--var", "name=x", "--var", "tags=a"], 2, /written as JSON/],
    [["render", "great"], 2, /did you mean greet\?/],
    [["render", "greet", "--url", "http://localhost:1"], 2, /this machine only/],
  ])("exits for %j with %i", async (argv, status, message) => {
    await write("prompts/greet.md", greet);
    const { exit, err } = await folder.run("prompts", ...argv);
    expect(exit).toBe(status);
    expect(err).toMatch(message);
  });
});

describe("holdfast prompts import", () => {
  const langfuse = JSON.stringify({
    name: "hi",
    type: "chat",
    prompt: [{ role: "user", content: "Hi {{x}}" }],
    config: { model: "m" },
  });

  test("writes prompt files, says what it could not carry, and the files are good", async () => {
    await write("one.json", langfuse);
    await write("two.txt", "Rate {{ joke }}");
    const { exit, out } = await folder.run("prompts", "import", "one.json", "two.txt");
    expect(exit).toBe(0);
    expect(out).toBe(
      "Wrote prompts/hi.md.\n  not carried: the model m belongs to a route or a target\n\nWrote prompts/two.md.\n",
    );
    expect(await readFile(join(folder.folder, "prompts/hi.md"), "utf8")).toBe(
      "---\nvariables:\n  x: {}\n---\nuser:\nHi {{ x }}\n",
    );
    expect((await folder.run("prompts", "lint")).exit).toBe(0);
  });

  test("never overwrites, and then writes nothing at all", async () => {
    await write("one.json", langfuse);
    await write("two.txt", "x");
    await write("to/two.md", "mine");
    const { exit, err } = await folder.run("prompts", "import", "one.json", "two.txt", "--to", "to");
    expect(exit).toBe(2);
    expect(err).toContain("to/two.md is there already");
    expect(await readFile(join(folder.folder, "to/two.md"), "utf8")).toBe("mine");
    await expect(readFile(join(folder.folder, "to/hi.md"))).rejects.toThrow("ENOENT");
  });

  test("shows and writes nothing with --dry-run", async () => {
    await write("two.txt", "x");
    const { out } = await folder.run("prompts", "import", "two.txt", "--dry-run");
    expect(out).toBe("prompts/two.md\n\nuser:\nx\n\n");
    expect((await folder.run("prompts", "lint")).out).toContain("0 prompts");
  });

  test.each([
    [["none.txt"], /There is no .*none\.txt/],
    [["two.bin"], /name it with --format/],
    [["two.bin", "--format", "promptfo"], /did you mean promptfoo\?/],
    [[], /missing required argument 'file'/],
  ])("exits with 2 for %j", async (argv, message) => {
    await write("two.bin", "x");
    const { exit, err } = await folder.run("prompts", "import", ...argv);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
  });
});
