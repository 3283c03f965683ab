import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Admin } from "./admin-fixture.ts";
import { openAdmin } from "./admin-fixture.ts";

let admin: Admin;
let adminKey: string;
let shopKey: string;

beforeAll(async () => {
  admin = await openAdmin();
  adminKey = await admin.issue({ scopes: ["admin"] });
  shopKey = await admin.issue({ project: "shop", scopes: ["ledger:read"] });
});
afterAll(() => admin.close());

interface Event {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Opens a tail. `until` reads on to the first event for which `isIt` says so. */
async function tail(query: string, key: string, headers: Record<string, string> = {}) {
  const response = await admin.app.request(`/api/calls/tail?${query}`, {
    headers: { authorization: `Bearer ${key}`, ...headers },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const seen: Event[] = [];
  async function until(isIt: (event: Event) => boolean): Promise<Event> {
    for (;;) {
      const found = seen.findIndex(isIt);
      if (found >= 0) return seen.splice(0, found + 1).at(-1) as Event;
      const next = await Promise.race([reader?.read(), sleep(5_000, undefined)]);
      if (next === undefined || next.done) throw new Error(`the tail ended, or was silent for 5 s, after: ${text}`);
      text += next.value;
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(part)?.[1];
        seen.push({ event: field("event") ?? "message", id: field("id"), data: field("data") ?? "" });
      }
    }
  }
  return {
    response,
    until,
    call: async () => JSON.parse((await until(({ event }) => event === "call")).data),
    end: async () => await reader?.cancel(),
  };
}

describe("GET /api/calls/tail", () => {
  test("says at once that it is alive, and shows calls as they arrive", async () => {
    const watched = await tail("", adminKey);
    expect(watched.response.headers.get("content-type")).toBe("text/event-stream");
    await watched.until(({ event }) => event === "alive");
    const [old, late] = [admin.call({}, 60_000), admin.call()];
    await admin.record([old]);
    expect((await watched.call()).id).toBe(old.id);
    await admin.record([late]);
    expect((await watched.call()).id).toBe(late.id);
    await watched.end();
  });

  test("shows only what its filter matches, and a reader's own project only", async () => {
    const [slow, own] = await Promise.all([tail("min_latency=1000&project=default", adminKey), tail("", shopKey)]);
    const [first, second, third] = [admin.call(), admin.call({ latency_ms: 2_000 }), admin.call({ project: "shop" })];
    await admin.record([first, second, third]);
    expect((await slow.call()).id).toBe(second.id);
    expect((await own.call()).id).toBe(third.id);
    await Promise.all([slow.end(), own.end()]);
    const foreign = await admin.ask("/api/calls/tail?project=default", shopKey);
    expect(foreign.body["error"].code).toBe("scope-missing");
  });

  test("goes on from the last event that was received", async () => {
    const first = await tail("", adminKey);
    const { id = "" } = await first.until(({ event }) => event === "alive");
    await first.end();
    const missed = admin.call();
    await admin.record([missed]);
    const resumed = await tail("", adminKey, { "last-event-id": id });
    expect((await resumed.call()).id).toBe(missed.id);
    await resumed.end();
    const asked = await tail(`after=${id}`, adminKey);
    expect((await asked.call()).id).toBe(missed.id);
    await asked.end();
  });

  test("refuses a filter or a cursor that it cannot read with a status, not in the stream", async () => {
    for (const query of ["status=x", "after=x", "since=never"]) {
      const { status, body } = await admin.ask(`/api/calls/tail?${query}`, adminKey);
      expect([status, body["error"].code]).toEqual([400, "request-invalid"]);
    }
  });

  test("ends when its key is revoked", async () => {
    const made = await admin.send("POST", "/api/keys", adminKey, { name: "watcher", scopes: ["ledger:read"] });
    const watched = await tail("", made.body["key"]);
    await watched.until(({ event }) => event === "alive");
    await admin.ask(`/api/keys/${made.body["id"]}`, adminKey, { method: "DELETE" });
    const { data } = await watched.until(({ event }) => event === "error");
    expect(JSON.parse(data).error.code).toBe("key-revoked");
  });

  test("of more than 32 ends the oldest", async () => {
    const oldest = await tail("", adminKey);
    await oldest.until(({ event }) => event === "alive");
    const others = await Promise.all(Array.from({ length: 32 }, () => tail("", adminKey)));
    await expect(oldest.until(() => false)).rejects.toThrow("the tail ended");
    await Promise.all(others.map((other) => other.end()));
  });
});
