import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Admin } from "../http/admin-fixture.ts";
import { makeCall, openAdmin } from "../http/admin-fixture.ts";
import type { Folder, Ran } from "./cli-fixture.ts";
import { openFolder } from "./cli-fixture.ts";

let admin: Admin;
let server: Server;
let folder: Folder;
let url: string;
let key: string;

function listen(made: Server, port = 0): Promise<string> {
  return new Promise((resolve) => {
    made.listen(port, "127.0.0.1", () => resolve(`http://127.0.0.1:${(made.address() as AddressInfo).port}`));
  });
}

function closeAll(made: Server): Promise<void> {
  return new Promise((resolve) => {
    made.close(() => resolve());
    made.closeAllConnections();
  });
}

const serveAdmin = (): Server =>
  createServer((request, response) => void getRequestListener(admin.app.fetch)(request, response));

beforeAll(async () => {
  admin = await openAdmin();
  key = await admin.issue({ scopes: ["admin"] });
  server = serveAdmin();
  url = await listen(server);
  // No configuration, no database: everything that works here works through the gateway.
  folder = await openFolder({ config: "none", env: { HOLDFAST_TOKEN: key } });
});
afterAll(async () => {
  await closeAll(server);
  await admin.close();
  await folder.close();
});

const run = (...argv: readonly string[]): Promise<Ran> => folder.run(...argv, "--url", url);

describe("with --url", () => {
  test("keys are made, listed and revoked on the gateway", async () => {
    const made = (
      await run("keys", "create", "--name", "far", "--scope", "ledger:read", "--expires", "1d", "--json")
    ).json();
    expect(made).toMatchObject({ key: expect.stringMatching(/^hf_/), scopes: ["ledger:read"] });
    expect((await run("keys", "list")).out).toContain(`${made["prefix"]}…  far`);
    expect((await run("keys", "revoke", made["id"])).exit).toBe(0);
    expect((await run("keys", "list", "--json")).json()["keys"]).toContainEqual(
      expect.objectContaining({ id: made["id"], status: "revoked" }),
    );
  });

  test("calls are listed over all pages, filtered and shown", async () => {
    const calls = [
      admin.call({ route: "far", tags: { a: "1" } }, 3_000),
      admin.call({ route: "far", tags: { a: "1", b: "2" } }, 2_000),
    ];
    await admin.record(calls);
    const listed = await run(
      "calls",
      "list",
      "--json",
      "--route",
      "far",
      "--tag",
      "a=1",
      "--since",
      "1h",
      "--min-cost",
      "0.001",
    );
    expect(listed.lines().map((line) => line["id"])).toEqual(calls.map(({ id }) => id).toReversed());
    expect((await run("calls", "list", "--json", "--tag", "a=1", "--tag", "b=2")).lines()).toHaveLength(1);
    expect((await run("calls", "list", "--json", "--route", "far", "--limit", "1")).lines()).toHaveLength(1);
    expect((await run("calls", "show", calls[0]?.id.slice(0, 18) ?? "")).out).toContain(calls[0]?.id);
  });

  test("lists more than a page holds, every call once", async () => {
    const now = Date.now();
    const many = Array.from({ length: 1_500 }, (_, index) => {
      const atMs = now - 10_000 - index;
      return makeCall(admin.parts.ids.call(atMs), atMs, { project: "many" });
    });
    await admin.record(many.slice(0, 750));
    await admin.record(many.slice(750));
    const ran = await run("calls", "list", "--json", "--project", "many", "--limit", "2000");
    expect(ran.lines().map((line) => line["id"])).toEqual(many.map(({ id }) => id));
  });

  test("prices are shown and calls priced anew", async () => {
    expect((await run("prices", "show")).out).toContain("support");
    expect((await run("prices", "update", "--dry-run", "--all", "--since", "1h", "--json")).json()).toMatchObject({
      dry_run: true,
    });
    expect((await run("prices", "update", "--bundled")).exit).toBe(0);
  });

  test("a tail shows calls as they arrive, and goes on when the gateway comes back", async () => {
    const port = Number(new URL(url).port);
    const tail = folder.start("calls", "tail", "--json", "--route", "tailed", "--url", url);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const [first, missed] = [admin.call({ route: "tailed" }), admin.call({ route: "tailed" })];
    await admin.record([first]);
    await tail.until((text) => text.includes(first.id));
    await closeAll(server);
    await admin.record([missed]);
    server = serveAdmin();
    await listen(server, port);
    await tail.until((text) => text.includes(missed.id));
    folder.interrupt();
    const ran = await tail.exited;
    expect(ran.exit).toBe(0);
    expect(ran.lines().map((line) => line["id"])).toEqual([first.id, missed.id]);
  });

  test("a tail ends when its key is revoked", async () => {
    const made = (await run("keys", "create", "--name", "watcher", "--scope", "ledger:read", "--json")).json();
    const tail = folder.start("calls", "tail", "--url", url, "--token", made["key"]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await run("keys", "revoke", made["id"]);
    const ran = await tail.exited;
    expect([ran.exit, ran.err]).toEqual([1, expect.stringContaining("The API key was revoked.")]);
  });

  test("doctor asks the gateway, and says whether the token opens it", async () => {
    expect(await run("doctor")).toMatchObject({ exit: 0, out: expect.stringContaining("it is ready") });
    const { exit, out } = await run("doctor", "--token", "hf_nothing-example");
    expect([exit, out]).toEqual([1, expect.stringContaining("The API key is not known.")]);
  });
});

describe("a remote gateway that refuses or is not there", () => {
  test("answers with its own code and sentence, and exits with 1", async () => {
    const { exit, err } = await run("keys", "list", "--token", "hf_nothing-example");
    expect([exit, err]).toEqual([1, expect.stringContaining("holdfast: The API key is not known.")]);
    const asJson = await run("keys", "list", "--token", "hf_nothing-example", "--json");
    expect(JSON.parse(asJson.err)).toMatchObject({ error: { code: "key-unknown" } });
    expect((await run("calls", "show", "018f0000-0000-7000-8000-000000000000")).exit).toBe(1);
  });

  test("exits with 2 when it calls the request wrong, as in this process", async () => {
    expect((await run("calls", "list", "--status", "9")).exit).toBe(2);
    expect((await run("keys", "create", "--name", "x", "--scope", "cal")).exit).toBe(2);
    expect((await run("calls", "show", "../keys")).exit).toBe(2);
  });

  test.each([[["keys", "list"]], [["calls", "tail"]], [["prices", "update", "--bundled"]]])(
    "exits with 4 at once when nothing listens: %j",
    async (argv) => {
      const { exit, err } = await folder.run(...argv, "--url", "http://127.0.0.1:9");
      expect([exit, err]).toEqual([4, expect.stringContaining("http://127.0.0.1:9 cannot be reached")]);
    },
  );

  test("exits with 4 for something that is no gateway", async () => {
    const other = createServer((request, response) => {
      response
        .writeHead(request.url === "/api/keys" ? 200 : 404, { "content-type": "text/html" })
        .end("<h1>Hello</h1>");
    });
    const address = await listen(other);
    const listed = await folder.run("keys", "list", "--url", address);
    const shown = await folder.run("calls", "show", "018f0000-0000", "--url", address);
    const doctor = await folder.run("doctor", "--url", address);
    await closeAll(other);
    expect([listed.exit, shown.exit, doctor.exit]).toEqual([4, 4, 1]);
    expect(listed.err).toContain("not as this Holdfast's admin API does");
  });

  test("gives its token to no other host that it is redirected to", async () => {
    const seen: string[] = [];
    const thief = createServer((request, response) => {
      seen.push(String(request.headers.authorization));
      response.end("{}");
    });
    const away = await listen(thief);
    const redirecting = createServer((request, response) => {
      response.writeHead(307, { location: `${away}${request.url}` }).end();
    });
    const address = await listen(redirecting);
    expect((await folder.run("keys", "list", "--url", address)).exit).toBe(4);
    expect((await folder.run("calls", "tail", "--url", address)).exit).toBe(4);
    await Promise.all([closeAll(thief), closeAll(redirecting)]);
    expect(seen).toEqual([]);
  });

  test.each([
    ["ftp://example.com", /--url takes a gateway's address/],
    ["example.com", /--url takes a gateway's address/],
    ["http://me:secret@127.0.0.1:9", /takes no user or password/],
  ])("exits with 2 for the address %s", async (address, message) => {
    const { exit, err } = await folder.run("keys", "list", "--url", address);
    expect([exit, err]).toEqual([2, expect.stringMatching(message)]);
  });

  test("exits with 2 without a token, and says where to put one", async () => {
    const bare = await openFolder({ config: "none" });
    const { exit, err } = await bare.run("keys", "list", "--url", url);
    await bare.close();
    expect([exit, err]).toEqual([2, expect.stringContaining("HOLDFAST_TOKEN")]);
  });
});
