import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeApi } from "../../src/http/describe-api.ts";
import { operations } from "../../src/http/operations.ts";
import type { Admin, Json } from "./admin-fixture.ts";
import { openAdmin } from "./admin-fixture.ts";

let admin: Admin;
const description = JSON.parse(JSON.stringify(describeApi())) as Json;

beforeAll(async () => {
  admin = await openAdmin();
});
afterAll(() => admin.close());

function references(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (key === "$ref" ? [String(member)] : references(member)));
}

describe("GET /api/openapi.json", () => {
  test("serves the description", async () => {
    const { status, body } = await admin.ask("/api/openapi.json");
    expect(status).toBe(200);
    expect(body).toEqual(description);
    expect(body["openapi"]).toBe("3.1.0");
  });

  test("describes every route there is, and no other", () => {
    const routes = admin.app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(routes)].toSorted()).toEqual(described.toSorted());
  });

  test("points only at components that it has", () => {
    const names = Object.keys(description["components"].schemas).map((name) => `#/components/schemas/${name}`);
    expect(references(description).filter((reference) => !names.includes(reference))).toEqual([]);
    expect(names).toContain("#/components/schemas/Call");
  });

  test("says a query's bounds and defaults as they are checked", () => {
    const parameters: readonly Json[] = description["paths"]["/api/calls"].get.parameters;
    const limit = parameters.find((parameter) => parameter["name"] === "limit");
    expect(limit).toMatchObject({ in: "query", schema: { type: "integer", minimum: 1, maximum: 1_000, default: 50 } });
  });

  test("names each operation once", () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });
});
