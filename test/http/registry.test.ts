import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAdmin } from "./admin-fixture.ts";

type Admin = Awaited<ReturnType<typeof openAdmin>>;

const promptFile = (text: string, labels = "") =>
  `---\ndescription: Answers\n${labels}variables:\n  name: { required: true }\n---\nsystem:\n${text}\n\nuser:\n{{ name }}\n`;

const treeOf = (text: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  files: [{ path: "prompts/reply.md", text: promptFile(text, "labels: [production]\n") }],
  routes: [{ name: "support", target: "echo/echo-mini", prompt: "reply", rollout: "immediate", ...changes }],
});

describe("the registry's API", () => {
  let admin: Admin;
  let key: string;
  let writer: string;
  beforeAll(async () => {
    admin = await openAdmin();
    key = await admin.issue({ name: "boss", scopes: ["admin"] });
    writer = await admin.issue({ name: "ci", scopes: ["releases:write"] });
  });
  afterAll(async () => {
    await admin.close();
  });

  it("asks for the scope, on every door", async () => {
    const caller = await admin.issue({ scopes: ["call", "ledger:read"] });
    for (const path of ["/api/prompts", "/api/routes", "/api/routes/support", "/api/audit"]) {
      expect((await admin.ask(path, caller)).body["error"].code).toBe("scope-missing");
    }
    for (const path of ["/api/plan", "/api/apply", "/api/routes/support/rollback"]) {
      expect((await admin.send("POST", path, caller, {})).body["error"].code).toBe("scope-missing");
    }
  });

  it("plans without a change, applies, and applies the same again without one", async () => {
    const planned = await admin.send("POST", "/api/plan", writer, treeOf("Be kind."));
    expect(planned.status).toBe(200);
    expect(planned.body["prompts"]).toMatchObject([{ name: "reply", version: 1, is_new: true, before: null }]);
    expect(planned.body["prompts"][0].lines).toContain("+Be kind.");
    expect(planned.body["routes"]).toMatchObject([{ route: "support", release: 1, pinned_before: null, pinned: 1 }]);
    expect((await admin.ask("/api/routes", writer)).body["routes"]).toEqual([]);

    const applied = await admin.send("POST", "/api/apply", writer, { ...treeOf("Be kind."), message: "first" });
    expect(applied.body).toEqual(planned.body);
    const again = await admin.send("POST", "/api/apply", writer, treeOf("Be kind."));
    expect(again.body).toMatchObject({ prompts: [], routes: [], unchanged: { prompts: 1, routes: 1 } });
    expect(admin.parts.registry.route("support")?.number).toBe(1);
  });

  it("shows a change in words, line by line, and place by place", async () => {
    const { body } = await admin.send("POST", "/api/apply", writer, treeOf("Be brief.", { target: "echo/echo-max" }));
    expect(body["prompts"][0]).toMatchObject({
      version: 2,
      before: 1,
      labels: [{ label: "latest" }, { from: 1, to: 2 }],
    });
    expect(body["prompts"][0].lines).toEqual(expect.arrayContaining(["-Be kind.", "+Be brief."]));
    expect(body["routes"][0].differences).toContainEqual({
      path: "target",
      before: "echo/echo-mini",
      after: "echo/echo-max",
    });
  });

  it("shows versions, releases and what a route serves", async () => {
    const prompts = await admin.ask("/api/prompts", writer);
    expect(prompts.body["prompts"]).toMatchObject([{ name: "reply", latest: 2, labels: [{ label: "production" }] }]);
    const page = await admin.ask("/api/prompts/reply?limit=1", writer);
    expect(page.body).toMatchObject({
      versions: [{ version: 2, parent: 1, labels: ["latest", "production"] }],
      next: 2,
    });
    const rest = await admin.ask("/api/prompts/reply?before=2", writer);
    expect(rest.body).toMatchObject({ versions: [{ version: 1, message: "first" }], next: null });
    const version = await admin.ask("/api/prompts/reply/versions/production", writer);
    expect(version.body["content"].sections[0].template).toContain("Be brief.");
    const releases = await admin.ask("/api/routes/support/releases", writer);
    expect(releases.body["releases"]).toMatchObject([
      { release: "support@2", pinned: true, author: expect.stringMatching(/^ci \(hf_\w{5}…\)$/) },
      { release: "support@1", pinned: false },
    ]);
    expect((await admin.ask("/api/routes/support/releases/1", writer)).body["content"].target).toBe("echo/echo-mini");
    expect((await admin.ask("/api/routes/support", writer)).body).toMatchObject({ pinned: 2, previous: 1 });
  });

  it("rolls back, refuses to go forth by a second rollback, and promotes", async () => {
    const rolled = await admin.send("POST", "/api/routes/support/rollback", writer, { reason: "worse" });
    expect(rolled.body).toMatchObject({ route: "support", before: 2, pinned: 1, reason: "worse" });
    expect(admin.parts.registry.route("support")?.number).toBe(1);
    const again = await admin.send("POST", "/api/routes/support/rollback", writer, {});
    expect([again.status, again.body["error"]]).toMatchObject([400, { code: "request-invalid", param: "to" }]);
    const promoted = await admin.send("POST", "/api/routes/support/promote", writer, {});
    expect(promoted.body).toMatchObject({ before: 1, pinned: 2 });
    const audit = await admin.ask("/api/audit?subject=support&limit=2", writer);
    expect(audit.body["events"]).toMatchObject([
      { action: "route.promote", details: { from: 1, to: 2 } },
      { action: "route.rollback", details: { from: 2, to: 1, reason: "worse" } },
    ]);
    const older = await admin.ask(`/api/audit?subject=support&before=${audit.body["next"]}`, writer);
    expect(older.body["next"]).toBeNull();
    expect(older.body["events"].length).toBeGreaterThan(1);
  });

  it("moves and removes labels, and lets nobody move latest", async () => {
    const to = "/api/prompts/reply/labels/staging";
    expect((await admin.send("PUT", to, writer, { version: 1 })).body["labels"]).toMatchObject([
      { label: "production", version: 2 },
      { label: "staging", version: 1 },
    ]);
    expect(await admin.parts.registry.promptVersion({ name: "reply", label: "staging" })).toMatchObject({
      version: { version: 1 },
    });
    expect((await admin.send("DELETE", to, writer, {})).status).toBe(200);
    expect(admin.parts.registry.promptVersion({ name: "reply", label: "staging" })).toBeUndefined();
    expect((await admin.send("DELETE", to, writer, {})).body["error"].code).toBe("not-found");
    expect((await admin.send("PUT", to, writer, { version: 9 })).body["error"].code).toBe("not-found");
    for (const label of ["latest", "7", "a@b"]) {
      const refused = await admin.send("PUT", `/api/prompts/reply/labels/${label}`, key, { version: 1 });
      expect(refused.body["error"].code).toBe("request-invalid");
    }
  });

  it("keeps protected labels for the scope admin, by hand and in files", async () => {
    const path = "/api/prompts/reply/labels/protected";
    const byHand = await admin.send("PUT", path, writer, { version: 1 });
    expect(byHand.body["error"].code).toBe("scope-missing");
    const text = promptFile("Be loud.", "labels: [protected]\n");
    const tree = { files: [{ path: "prompts/reply.md", text }], routes: [] };
    expect((await admin.send("POST", "/api/apply", writer, tree)).body["error"].code).toBe("scope-missing");
    expect((await admin.ask("/api/prompts/reply", writer)).body["versions"]).toHaveLength(2);
    expect((await admin.send("PUT", path, key, { version: 1 })).status).toBe(200);
    expect((await admin.send("DELETE", path, key, {})).status).toBe(200);
  });

  it("refuses a bad tree whole, with every problem of every file", async () => {
    const files = [
      { path: "prompts/one.md", text: "---\nvariabels: {}\n---\nsystem:\nHello\n" },
      { path: "prompts/two.md", text: "system:\n{{ open\n" },
      { path: "prompts/good.md", text: promptFile("Good.") },
    ];
    const refused = await admin.send("POST", "/api/apply", key, { files, routes: [] });
    expect(refused.body["error"]).toMatchObject({ code: "tree-invalid", param: "files" });
    expect(refused.body["error"].message).toMatch(/prompts\/one\.md:2:1 .*prompts\/two\.md:2:/s);
    const unbound = await admin.send("POST", "/api/apply", key, {
      files: [],
      routes: treeOf("x", { prompt: "repyl" }).routes,
    });
    expect(unbound.body["error"].message).toContain('did you mean "reply"?');
    expect((await admin.ask("/api/prompts", key)).body["prompts"]).toHaveLength(1);
  });

  it("finds calls by the release and the prompt version that answered", async () => {
    const answered = { release: "support@2", prompt: "reply@2" };
    const [call, other] = [admin.call(answered), admin.call({ release: "support@1", prompt: "reply@1" })];
    await admin.record([call, other]);
    for (const query of ["release=support@2", "prompt=reply@2"]) {
      const { body } = await admin.ask(`/api/calls?${query}`, key);
      expect(body["calls"]).toMatchObject([{ id: call.id, ...answered }]);
    }
  });

  it("says what is not there, and what may have been meant", async () => {
    for (const path of [
      "/api/routes/suport",
      "/api/routes/support/releases/99",
      "/api/prompts/rply",
      "/api/prompts/reply/versions/99",
    ]) {
      const { status, body } = await admin.ask(path, key);
      expect([status, body["error"].code]).toEqual([404, "not-found"]);
    }
    expect((await admin.ask("/api/routes/suport", key)).body["error"].message).toContain('did you mean "support"?');
    expect((await admin.ask("/api/prompts/rply", key)).body["error"].message).toContain('Did you mean "reply"?');
  });
});
