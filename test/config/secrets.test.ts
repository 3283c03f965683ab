import { describe, expect, it } from "vitest";
import { explainConfig } from "../../src/config/explain-config.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { renderProblems } from "../../src/config/render-problems.ts";

/** Shaped like nothing real, and easy to find in an output. */
const planted = "hunter2-planted";

const misplaced = [
  `providers: { p: { kind: openai, apiKey: ${planted} } }`,
  `providers: { p: { kind: openai, apiKey: [${planted}] } }`,
  `providers: { p: { kind: openai, apiKey: { env: ${planted} } } }`,
  `providers: { p: { kind: openai, apiKey: { env: A, ${planted}: } } }`,
  `providers: { p: { kind: openai, apiKey: { ${planted}: } } }`,
  `providers: { p: { kind: openai, apiKey: { value: ${planted} } } }`,
  `providers: { p: { kind: openai, headers: { Authorization: Bearer ${planted} } } }`,
  `providers: { p: { kind: openai, headers: { x-other: "Bearer ${planted}" } } }`,
  `providers: { p: { kind: openai, headers: { X-Api-Key: ${planted} } } }`,
  `providers: { p: { kind: openai, headers: { x-a: "a\\n${planted}" } } }`,
  `providers: { p: { kind: openai, baseUrl: "https://${planted}@h/" } }`,
  `providers: { p: { kind: openai, baseUrl: "https://h/?key=${planted}" } }`,
  `storage: { databaseUrl: "postgres://user:${planted}@h/db" }`,
  `storage: { redisUrl: "redis://:${planted}@h" }`,
  `providers: { p: { kind: openai, apiKey: *${planted} } }`,
  `providers: { p: { kind: openai, apiKey: !${planted} x } }`,
  `providers: { p: { kind: openai, apiKey: "${planted} } }`,
  `providers:\n  p:\n    kind: openai\n   apiKey: ${planted}`,
  `providers: { p: { kind: openai, apiKey: "\\q${planted}" } }`,
];

describe("a secret that stands in the file", () => {
  it.each(misplaced)("is refused and never repeated: %s", (text) => {
    const loaded = loadConfig({ text, env: {} });
    if (loaded.ok) throw new Error("must be refused");
    expect(renderProblems(loaded.problems, "holdfast.yaml")).not.toContain(planted);
    expect(JSON.stringify(loaded.problems)).not.toContain(planted);
    for (const path of ["providers", "providers.p", "providers.p.apiKey", "providers.p.headers", "storage", ""]) {
      expect(JSON.stringify(explainConfig(path, { text, env: {} }))).not.toContain(planted);
    }
  });

  it("is told from a reference in words that say what to write", () => {
    const loaded = loadConfig({ text: misplaced[0], env: {} });
    expect(loaded).toMatchObject({
      ok: false,
      problems: [
        {
          path: "providers.p.apiKey",
          message: expect.stringContaining("must be { env: NAME_OF_A_VARIABLE } or { file: PATH }"),
        },
      ],
    });
  });

  it("is not sought in the environment: values never enter the configuration", () => {
    const env = { OPENAI_API_KEY: planted, DATABASE_URL: planted, REDIS_URL: planted };
    expect(JSON.stringify(loadConfig({ text: undefined, env }))).not.toContain(planted);
  });
});

describe("headers that a provider forwards", () => {
  it.each(["authorization", "Cookie", "x-api-key", "*", "x-*", "a*", "host", "Transfer-Encoding", "proxy-*"])(
    "cannot be %s, which would let a credential or the connection through",
    (pattern) => {
      const text = `providers: { p: { kind: openai, forwardHeaders: ["${pattern}"] } }`;
      expect(loadConfig({ text, env: {} })).toMatchObject({
        ok: false,
        problems: [{ path: "providers.p.forwardHeaders[0]", message: expect.stringContaining("never crosses") }],
      });
    },
  );

  it.each(["anthropic-beta", "openai-*", "x-trace-*"])("can be %s", (pattern) => {
    const text = `providers: { p: { kind: openai, forwardHeaders: ["${pattern}"] } }`;
    expect(loadConfig({ text, env: {} }).ok).toBe(true);
  });

  it("cannot be set by hand where they belong to the connection", () => {
    const text = "providers: { p: { kind: openai, headers: { Content-Length: '5' } } }";
    expect(loadConfig({ text, env: {} })).toMatchObject({
      ok: false,
      problems: [
        { path: "providers.p.headers.Content-Length", message: "belongs to the connection and is set by the gateway" },
      ],
    });
  });
});
