import { describe, expect, it } from "vitest";
import { explainConfig } from "../../src/config/explain-config.ts";
import { configJsonSchema } from "../../src/config/json-schema.ts";
import { formatPath } from "../../src/config/format-path.ts";
import { parsePath } from "../../src/config/parse-path.ts";
import { isMapping } from "../../src/config/value-at.ts";

const text = `limits:
  connect: 3s
providers:
  groq:
    kind: openai-compatible
    baseUrl: https://api.groq.com/openai/v1
routes:
  gpt-4.1:
    target: groq/llama
`;
const source = { text, env: { DATABASE_URL: "postgres://x" } };

function explanation(path: string, from: Parameters<typeof explainConfig>[1] = source) {
  const explained = explainConfig(path, from);
  if (!explained.ok) throw new Error(explained.message);
  return explained.explanation;
}

describe("explainConfig", () => {
  it("tells what a written key is for, what it is, and on which line", () => {
    expect(explanation("limits.connect")).toEqual({
      path: "limits.connect",
      description: "Longest wait for a connection to a provider.",
      type: "duration",
      default: "5s",
      allowed: [],
      keys: [],
      value: "3s",
      origin: { kind: "file", line: 2 },
    });
  });

  it.each([
    ["limits.idle", "2m", { kind: "default" }],
    ["auth", "keys", { kind: "default" }],
    ["defaults.openai", "groq", { kind: "default" }],
    ["storage.databaseUrl", { env: "DATABASE_URL" }, { kind: "environment" }],
    ["storage.redisUrl", undefined, { kind: "unset" }],
    ["providers.groq.credentials", "gateway", { kind: "default" }],
    ["providers.groq.apiKey", undefined, { kind: "unset" }],
    ["providers.nobody.baseUrl", undefined, { kind: "unset" }],
    ['routes["gpt-4.1"].target', "groq/llama", { kind: "file", line: 9 }],
    ["prices[0].model", undefined, { kind: "unset" }],
  ])("tells the value of %s and where it comes from", (path, value, origin) => {
    expect(explanation(path)).toMatchObject({ value, origin });
  });

  it("tells of providers that exist because of the environment", () => {
    const from = { text: undefined, env: { OPENAI_API_KEY: "x" } };
    expect(explanation("providers.openai.kind", from)).toMatchObject({
      value: "openai",
      origin: { kind: "environment" },
    });
  });

  it("lists the allowed values, and the keys below", () => {
    expect(explanation("capture.bodies").allowed).toEqual(["off", "sampled", "all"]);
    expect(explanation("").keys.map(({ key }) => key)).toContain("limits");
    expect(explanation("storage.spool").keys.map(({ key }) => key)).toEqual(["maxBytes", "segmentBytes", "fsync"]);
    expect(explanation("providers.groq").keys.map(({ key }) => key)).toContain("baseUrl");
  });

  it("names the nearest key of an unknown path", () => {
    expect(explainConfig("limits.conect", source)).toEqual({
      ok: false,
      message: "There is no limits.conect in the configuration.",
      suggestion: "did you mean limits.connect?",
    });
    expect(explainConfig("auth.x.y", source).ok).toBe(false);
    expect(explainConfig("limits..connect", source).ok).toBe(false);
  });

  it("shows no value of a file that is not valid, and still explains", () => {
    expect(explanation("limits.connect", { text: "limits: { connect: 3s, x: 1 }", env: {} })).toMatchObject({
      value: undefined,
      origin: { kind: "file", line: 1 },
    });
    expect(explanation("auth", { text: "auth: [", env: {} })).toMatchObject({ default: "keys", value: undefined });
  });

  it("has a description for every key that there is", () => {
    const missing: string[] = [];
    visit(configJsonSchema(), "");
    expect(missing).toEqual([]);

    function visit(node: Readonly<Record<string, unknown>>, path: string): void {
      const properties = isMapping(node["properties"]) ? node["properties"] : {};
      for (const [key, child] of Object.entries(properties)) {
        if (!isMapping(child) || typeof child["description"] !== "string") missing.push(`${path}.${key}`);
        else visit(child, `${path}.${key}`);
      }
      const below = [node["additionalProperties"], node["items"], node["oneOf"], node["anyOf"]].flat();
      for (const child of below) if (isMapping(child)) visit(child, `${path}.*`);
    }
  });
});

describe("paths", () => {
  it.each([
    ["limits.connect"],
    ["prices[0].from"],
    ['routes["gpt-4.1"].target'],
    ["providers.my-provider_2.kind"],
    [""],
  ])("%j is read back as it was written", (path) => {
    expect(formatPath(parsePath(path) ?? ["not a path"])).toBe(path);
  });

  it.each(["a..b", "a b", "a[", "a[x]", '["', "a.", "x".repeat(600)])("%j is none", (path) => {
    expect(parsePath(path)).toBeUndefined();
  });
});
