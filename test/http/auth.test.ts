import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations } from "../../src/http/operations.ts";
import type { Admin } from "./admin-fixture.ts";
import { openAdmin } from "./admin-fixture.ts";

let admin: Admin;
let adminKey: string;
let readerKey: string;
let callerKey: string;

beforeAll(async () => {
  admin = await openAdmin();
  adminKey = await admin.issue({ scopes: ["admin"] });
  readerKey = await admin.issue({ project: "shop", scopes: ["ledger:read"] });
  callerKey = await admin.issue({ project: "shop" });
});
afterAll(() => admin.close());

const guarded = operations.filter(({ scope }) => scope !== undefined);
const open = operations.filter(({ scope }) => scope === undefined);
const pathOf = (path: string): string => path.replace("{id}", "018f0000-0000-7000-8000-000000000000");

function knock(path: string, method: string, key?: string) {
  return admin.ask(pathOf(path), key, { method: method.toUpperCase() });
}

describe.each(guarded)("$method $path", ({ path, method }) => {
  test("refuses a request without a key, and says how to send one", async () => {
    const { status, body, headers } = await knock(path, method);
    expect([status, body["error"].code]).toEqual([401, "key-missing"]);
    expect(headers.get("www-authenticate")).toBe("Bearer");
  });

  test("refuses a key that nobody made", async () => {
    const { status, body } = await knock(path, method, "hf_nobody-made-this-example");
    expect([status, body["error"].code]).toEqual([401, "key-unknown"]);
  });

  test("refuses a key that may only call models", async () => {
    const { status, body } = await knock(path, method, callerKey);
    expect([status, body["error"].code]).toEqual([403, "scope-missing"]);
  });
});

describe.each(guarded.filter(({ scope }) => scope !== "ledger:read"))("$method $path", ({ path, method }) => {
  test("refuses a key that may only read a ledger", async () => {
    const { status, body } = await knock(path, method, readerKey);
    expect([status, body["error"].code]).toEqual([403, "scope-missing"]);
  });
});

describe("keys of the admin API", () => {
  test("are not read from the query, where logs would keep them", async () => {
    const { status, body } = await admin.ask(`/api/keys?key=${adminKey}`);
    expect([status, body["error"].code]).toEqual([401, "key-missing"]);
  });

  test("stop working once they are revoked", async () => {
    const made = await admin.send("POST", "/api/keys", adminKey, { name: "short-lived", scopes: ["admin"] });
    expect((await admin.ask("/api/keys", made.body["key"])).status).toBe(200);
    await admin.ask(`/api/keys/${made.body["id"]}`, adminKey, { method: "DELETE" });
    const { status, body } = await admin.ask("/api/keys", made.body["key"]);
    expect([status, body["error"].code]).toEqual([401, "key-revoked"]);
  });

  test("stop working once they have expired", async () => {
    const made = await admin.send("POST", "/api/keys", adminKey, {
      name: "short-lived",
      scopes: ["admin"],
      expires: "1ms",
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { status, body } = await admin.ask("/api/keys", made.body["key"]);
    expect([status, body["error"].code]).toEqual([401, "key-expired"]);
  });
});

test.each(open)("$path needs no key", async ({ path }) => {
  expect((await admin.ask(path)).status).toBe(200);
});

test("what needs no key shows no key, project, route, model or error text", async () => {
  admin.spool.state = {
    ...admin.spool.state,
    pendingRecords: 3,
    lastError: "password authentication failed for user bob",
  };
  for (const path of ["/livez", "/readyz", "/metrics"]) {
    const response = await admin.app.request(path);
    expect(await response.text()).not.toMatch(/hf_|shop|support|echo|groq|bob|password/);
  }
});

test("an answer of the API is kept by no cache, and read by no other origin", async () => {
  const { headers } = await admin.ask("/api/keys", adminKey);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("access-control-allow-origin")).toBeNull();
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

test("an unknown endpoint is named as such, with a key and without", async () => {
  expect((await admin.ask("/api/nothing", adminKey)).body["error"].code).toBe("endpoint-unknown");
  expect((await admin.ask("/nothing")).body["error"].code).toBe("endpoint-unknown");
  expect((await admin.ask("/api/nothing")).body["error"].code).toBe("key-missing");
});
