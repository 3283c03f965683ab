import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Admin } from "./admin-fixture.ts";
import { openAdmin } from "./admin-fixture.ts";

let admin: Admin;
let key: string;

beforeAll(async () => {
  admin = await openAdmin();
  key = await admin.issue({ name: "root", scopes: ["admin"] });
});
afterAll(() => admin.close());

describe("POST /api/keys", () => {
  test("makes a key that works, and shows what it may do", async () => {
    const { status, body } = await admin.send("POST", "/api/keys", key, {
      name: "support-bot",
      project: "shop",
      scopes: ["ledger:read"],
      allowed_routes: ["support", "echo/*"],
      guards: "strict",
      expires: "30d",
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: "support-bot",
      project: "shop",
      status: "active",
      scopes: ["ledger:read"],
      allowed_routes: ["support", "echo/*"],
      guards: "strict",
      revoked_at: null,
    });
    expect(Date.parse(body["expires_at"]) - Date.parse(body["created_at"])).toBe(30 * 86_400_000);
    expect((await admin.ask("/api/calls", body["key"])).status).toBe(200);
  });

  test("gives a key without wishes the project default and the scopes of a caller", async () => {
    const { body } = await admin.send("POST", "/api/keys", key, { name: "plain" });
    expect(body).toMatchObject({
      project: "default",
      scopes: ["call", "passthrough"],
      allowed_routes: [],
      guards: null,
      expires_at: null,
    });
  });

  test.each([
    [{}, "name", /"name" is missing/],
    [{ name: "" }, "name", /1 to 128 characters/],
    [{ name: "x", project: "Not OK" }, "project", /a-z, 0-9/],
    [{ name: "x", scopes: ["cal"] }, "scopes", /did you mean "call"/],
    [{ name: "x", guards: "strickt" }, "guards", /did you mean "strict"/],
    [{ name: "x", guards: "off" }, "guards", /no such guard policy/],
    [{ name: "x", expires: "soon" }, "expires", /30d/],
    [{ name: "x", expires: "2001-01-01" }, "expiresAt", /in the future/],
    [{ name: "x", scope: ["call"] }, "scope", /did you mean "scopes"/],
    [{ name: 7 }, "name", /must be string, not number/],
    [[], undefined, /must be object, not array/],
  ])("refuses %j and names the field", async (wish, param, message) => {
    const { status, body } = await admin.send("POST", "/api/keys", key, wish);
    expect([status, body["error"].code, body["error"].param]).toEqual([400, "request-invalid", param]);
    expect(body["error"].message).toMatch(message);
  });

  test("refuses a body that is no JSON, no text, too long, or not called JSON", async () => {
    const code = async (body: string | Uint8Array<ArrayBuffer>, type = "application/json") =>
      (await admin.ask("/api/keys", key, { method: "POST", body, headers: { "content-type": type } })).body["error"]
        .code;
    expect(await code("{")).toBe("body-malformed");
    expect(await code(new Uint8Array([0x7b, 0xff]))).toBe("body-malformed");
    expect(await code(JSON.stringify({ name: "x".repeat(70_000) }))).toBe("body-too-large");
    expect(await code('{"name":"x"}', "text/plain")).toBe("request-invalid");
  });

  test("refuses a long body that does not say its length, without holding it", async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
    });
    const init = { method: "POST", body, duplex: "half", headers: { "content-type": "application/json" } };
    const { body: answer } = await admin.ask("/api/keys", key, init as RequestInit);
    expect(answer["error"].code).toBe("body-too-large");
    expect(pulled).toBeLessThan(10);
  });
});

describe("GET /api/keys", () => {
  test("lists keys with their state, and nothing that they could be used or found by", async () => {
    const { body } = await admin.ask("/api/keys", key);
    expect(body["keys"].map(({ name }: { name: string }) => name)).toContain("root");
    expect(Object.keys(body["keys"][0]).toSorted()).toEqual(
      [
        "guards",
        "id",
        "project",
        "name",
        "prefix",
        "status",
        "scopes",
        "allowed_routes",
        "created_at",
        "expires_at",
        "revoked_at",
      ].toSorted(),
    );
    expect(JSON.stringify(body)).not.toContain(key);
  });
});

describe("DELETE /api/keys/{id}", () => {
  test("revokes by id or by prefix, and again without a change", async () => {
    const made = await admin.send("POST", "/api/keys", key, { name: "gone" });
    const first = await admin.ask(`/api/keys/${made.body["prefix"]}`, key, { method: "DELETE" });
    expect(first.body).toMatchObject({ id: made.body["id"], status: "revoked" });
    const again = await admin.ask(`/api/keys/${made.body["id"]}`, key, { method: "DELETE" });
    expect(again.body["revoked_at"]).toBe(first.body["revoked_at"]);
  });

  test.each(["018f0000-0000-7000-8000-000000000000", "nobody", "%00", "x".repeat(200)])(
    "knows no key %s",
    async (id) => {
      const { status, body } = await admin.ask(`/api/keys/${id}`, key, { method: "DELETE" });
      expect([status, body["error"].code]).toEqual([404, "not-found"]);
    },
  );

  test("refuses a whole key in the path, where logs would keep it", async () => {
    const { status, body } = await admin.ask(`/api/keys/${key}`, key, { method: "DELETE" });
    expect([status, body["error"].code]).toEqual([400, "request-invalid"]);
    expect((await admin.ask("/api/keys", key)).status).toBe(200);
  });
});
