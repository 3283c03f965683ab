import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { root } from "../support/source-files.ts";

const program = join(root, "src/entry/cli.ts");
const folder = mkdtempSync(join(tmpdir(), "holdfast-start-"));
writeFileSync(join(folder, "holdfast.yaml"), "limits: { drain: 5s }\n");
const running = new Set<ChildProcess>();

/** Without the variables that would turn providers or databases of this machine on. */
const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], TZ: "UTC" };

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function startProcess(...argv: readonly string[]) {
  const child = spawn(process.execPath, [program, ...argv], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const exited = new Promise<{ exit: number | null; signal: string | null; out: string; err: string }>((resolve) => {
    child.on("close", (exit, signal) => {
      running.delete(child);
      resolve({ exit, signal, out, err });
    });
  });
  return {
    child,
    exited,
    async until(isEnough: (text: string) => boolean): Promise<string> {
      for (let waits = 0; waits < 1_000 && child.exitCode === null; waits += 1) {
        if (isEnough(out)) return out;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`it did not say so: ${out}${err}`);
    },
  };
}

const endsLine = (text: string): boolean => text.endsWith("\n");

describe("holdfast start", () => {
  test("prints a curl that works as it is printed, and commands work beside it, in process and by --url", async () => {
    const gateway = startProcess("start", "--port", "0");
    const banner = await gateway.until((text) => text.includes("Watch calls"));
    const curl = /curl (?:.*\\\n)+.*'$/m.exec(banner)?.[0] ?? "no curl was printed";
    const answer = execFileSync("sh", ["-c", `${curl.replace("curl", "curl -sS")}`], { encoding: "utf8" });
    expect(JSON.parse(answer)).toMatchObject({ choices: [{ message: { content: "Hello!" } }] });

    const key = /API key +(hf_\w+)/.exec(banner)?.[1];
    const token = /Admin token +(hf_\w+)/.exec(banner)?.[1];
    const url = /listens on (\S+)/.exec(banner)?.[1] ?? "";
    expect(key).not.toBe(token);
    expect(banner).not.toContain("\u001B");

    const listed = async (...argv: readonly string[]) =>
      (await startProcess("calls", "list", "--json", ...argv).exited).out;
    let local = "";
    for (let tries = 0; tries < 20 && local === ""; tries += 1) local = await listed();
    const call = JSON.parse(local);
    expect(call).toMatchObject({ outcome: "answered", target: "echo/echo", status: 200 });
    expect(JSON.parse(await listed("--url", url, "--token", token ?? ""))).toEqual(call);

    const made = JSON.parse((await startProcess("keys", "create", "--name", "cli", "--json").exited).out);
    let status = 0;
    const deadline = performance.now() + 1_000;
    while (status !== 200 && performance.now() < deadline) {
      status = (await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${made.key}` } })).status;
    }
    expect(status).toBe(200);

    const second = await startProcess("start", "--port", "0").exited;
    expect(second.exit).toBe(1);
    expect(second.err).toMatch(/is in use by process \d+/);
    expect(second.err).not.toMatch(/\n\s+at /);

    gateway.child.kill("SIGTERM");
    expect(await gateway.exited).toMatchObject({ exit: 0, signal: null });
    expect((await startProcess("calls", "show", call.id, "--json").exited).exit).toBe(0);
  });

  test("may stop and start again while a tail runs beside it on the embedded database", async () => {
    const first = startProcess("start", "--port", "0", "--json");
    await first.until(endsLine);
    const key = JSON.parse((await startProcess("keys", "create", "--name", "again", "--json").exited).out).key;
    const tail = startProcess("calls", "tail", "--json");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    first.child.kill("SIGTERM");
    expect((await first.exited).exit).toBe(0);
    const second = startProcess("start", "--port", "0", "--json");
    const { url } = JSON.parse(await second.until(endsLine));
    const body = JSON.stringify({ model: "echo/again", messages: [{ role: "user", content: "Hello!" }] });
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    expect((await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body })).status).toBe(200);
    expect(JSON.parse(await tail.until(endsLine))).toMatchObject({ target: "echo/again", outcome: "answered" });
    tail.child.kill("SIGINT");
    expect((await tail.exited).exit).toBe(0);
    second.child.kill("SIGTERM");
    expect((await second.exited).exit).toBe(0);
  });

  test("shows no key on later starts, with --json one object, and ends on SIGINT", async () => {
    const gateway = startProcess("start", "--port", "0", "--json");
    const said = JSON.parse(await gateway.until(endsLine));
    expect(said).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      first_start: null,
      providers: ["echo"],
    });
    expect(said.key_count).toBeGreaterThanOrEqual(3);
    gateway.child.kill("SIGINT");
    expect(await gateway.exited).toMatchObject({ exit: 0, signal: null });
  });

  test("lets a running call end on the first signal, and stops at once on the second", async () => {
    const slow = createServer((socket) => void socket.on("data", () => {}));
    await new Promise<void>((resolve) => {
      slow.listen(0, "127.0.0.1", resolve);
    });
    const { port } = slow.address() as AddressInfo;
    writeFileSync(
      join(folder, "slow.yaml"),
      `auth: none\nlimits: { drain: 20s }\nproviders: { slow: { kind: openai-compatible, baseUrl: http://127.0.0.1:${port}/v1 } }\n`,
    );
    const gateway = startProcess("start", "--port", "0", "--json", "--config", "slow.yaml");
    const { url } = JSON.parse(await gateway.until(endsLine));
    const body = JSON.stringify({ model: "slow/x", messages: [] });
    const call = fetch(`${url}/v1/chat/completions`, { method: "POST", body }).catch(() => "cut");
    await new Promise((resolve) => setTimeout(resolve, 300));
    gateway.child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(gateway.child.exitCode).toBeNull();
    gateway.child.kill("SIGTERM");
    expect((await gateway.exited).exit).toBe(130);
    expect(await call).toBe("cut");
    slow.close();
  });

  test("exits with 3 and a sentence when its port is taken", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, "127.0.0.1", resolve);
    });
    const { port } = taken.address() as AddressInfo;
    const fresh = ["--data-dir", "port-taken"];
    const { exit, out, err } = await startProcess("start", "--port", String(port), ...fresh).exited;
    taken.close();
    expect([exit, out]).toEqual([3, ""]);
    expect(err).toContain(`Something listens on 127.0.0.1:${port} already`);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    // The first keys are shown once, so a start that shows nothing must not have made them.
    expect((await startProcess("keys", "list", "--json", ...fresh).exited).out).toBe('{"keys":[]}\n');
  });

  test("says that the data directory cannot be one, and exits with 3", async () => {
    writeFileSync(join(folder, "no-folder"), "");
    const { exit, err } = await startProcess("start", "--port", "0", "--data-dir", "no-folder").exited;
    expect([exit, err]).toEqual([3, expect.stringMatching(/^holdfast: .*data directory .*no-folder cannot be made/)]);
  });

  test("exits with 2 for a port that is none, and 3 for a configuration that is not there", async () => {
    expect((await startProcess("start", "--port", "70000").exited).exit).toBe(2);
    const { exit, err } = await startProcess("start", "--config", "nowhere.yaml").exited;
    expect([exit, err]).toEqual([3, expect.stringContaining("nowhere.yaml")]);
  });
});

describe("the program", () => {
  test("ends quietly when its reader does", () => {
    const out = execFileSync("sh", ["-c", `"${process.execPath}" "${program}" config schema | head -n 1`], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    expect(out).toBe("{\n");
  });

  test("says where an error came from only when it is asked to", async () => {
    const { err } = await startProcess("keys", "list", "--data-dir", "none-here").exited;
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});
