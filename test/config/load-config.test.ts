import { describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { kindNames } from "../../src/config/provider-schema.ts";
import { renderProblems } from "../../src/config/render-problems.ts";
import { providerKinds } from "../../src/providers/provider.ts";

function load(text: string | undefined, env: Readonly<Record<string, string>> = {}): Config {
  const loaded = loadConfig({ text, env });
  if (!loaded.ok) throw new Error(renderProblems(loaded.problems, "holdfast.yaml"));
  return loaded.config;
}

/** `path: message` of every problem, with the suggestion behind it. */
function problems(text: string, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const loaded = loadConfig({ text, env });
  if (loaded.ok) return [];
  return loaded.problems.map((problem) =>
    [`${problem.path}: ${problem.message}`, problem.suggestion ?? ""].join(" ").trim(),
  );
}

describe("a valid configuration", () => {
  it.each([undefined, "", "# nothing yet\n", "routes:\n  # support: …\nproviders:\n"])(
    "is what the defaults say when the file is %j",
    (text) => {
      expect(load(text)).toMatchObject({
        auth: "keys",
        server: { host: "127.0.0.1", port: 8787 },
        providers: { echo: { kind: "echo" } },
        defaults: { openai: "echo", anthropic: "echo", gemini: "echo" },
        limits: { bodyBytes: 32 * 1024 * 1024, connect: 5_000, firstByte: 300_000 },
        storage: { databaseUrl: undefined, retention: 90 * 86_400_000 },
      });
    },
  );

  it("has the providers whose keys are in the environment when the file names none", () => {
    const { providers, defaults } = load("auth: keys", {
      ANTHROPIC_API_KEY: "x",
      GEMINI_API_KEY: " ",
      OPENAI_API_KEY: "y",
    });
    expect(Object.keys(providers)).toEqual(["openai", "anthropic"]);
    expect(providers["anthropic"]).toMatchObject({
      kind: "anthropic",
      baseUrl: "https://api.anthropic.com",
      apiKey: { env: "ANTHROPIC_API_KEY" },
    });
    expect(defaults).toEqual({ openai: "openai", anthropic: "anthropic", gemini: undefined });
  });

  it("has exactly the providers that the file names, whatever the environment holds", () => {
    expect(Object.keys(load("providers: { demo: { kind: echo } }", { OPENAI_API_KEY: "x" }).providers)).toEqual([
      "demo",
    ]);
  });

  it("serves a dialect by the first provider of that kind, else by the first that speaks it", () => {
    const text = `providers:
  demo: { kind: echo }
  groq: { kind: openai-compatible, baseUrl: https://api.groq.com/openai/v1 }
  claude: { kind: anthropic }
`;
    expect(load(text).defaults).toEqual({ openai: "demo", anthropic: "claude", gemini: "demo" });
    expect(load(`${text}defaults: { openai: groq }`).defaults.openai).toBe("groq");
  });

  it("fills a provider's waits from the limits and keeps its own", () => {
    const config = load(
      "providers: { o: { kind: openai, timeouts: { idle: 7s } } }\nlimits: { connect: 1s, idle: 9s }",
    );
    expect(config.providers["o"]).toMatchObject({ timeouts: { connect: 1_000, firstByte: 300_000, idle: 7_000 } });
  });

  it("takes the databases of the environment unless the file names others", () => {
    const env = { DATABASE_URL: "postgres://x", REDIS_URL: "redis://x" };
    expect(load("", env).storage).toMatchObject({
      databaseUrl: { env: "DATABASE_URL" },
      redisUrl: { env: "REDIS_URL" },
    });
    const named = load("storage: { databaseUrl: { file: /run/secrets/db } }", env).storage;
    expect(named.databaseUrl).toEqual({ file: "/run/secrets/db" });
  });

  it("cannot be changed by anybody, at any depth", () => {
    const config = load("providers: { o: { kind: openai, headers: { x-a: b } } }");
    for (const part of [config, config.limits, config.storage.spool, config.providers, config.providers["o"]]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it("lower-cases header names, so that they compare", () => {
    const config = load("providers: { o: { kind: openai, headers: { X-Team: b }, forwardHeaders: [X-Trace-*] } }");
    expect(config.providers["o"]).toMatchObject({ headers: { "x-team": "b" }, forwardHeaders: ["x-trace-*"] });
  });

  it("may repeat a value by alias", () => {
    const text = "providers:\n  a: &a { kind: openai }\n  b: *a\nroutes: { r: { target: b/gpt-5 } }";
    expect(load(text).providers["b"]).toMatchObject({ kind: "openai" });
  });

  it("knows the same kinds of provider as the rest of the gateway", () => {
    expect([...kindNames].toSorted()).toEqual([...providerKinds].toSorted());
    for (const kind of kindNames) {
      expect(problems(`providers: { p: { kind: ${kind}, nonsense: 1 } }`).join()).not.toContain("providers.p.kind");
    }
  });
});

describe("problems", () => {
  it("are all reported at once, in the order of the lines, each with its place", () => {
    const loaded = loadConfig({
      text: `auth: kees
providers:
  openai:
    kind: openai
    baseURL: https://api.openai.com/v1
routes:
  support:
    target: opnai/gpt-5-mini
limits:
  connect: 5
`,
      env: {},
    });
    expect(loaded).toEqual({
      ok: false,
      problems: [
        { path: "auth", line: 1, column: 1, message: "must be keys or none", suggestion: 'did you mean "keys"?' },
        {
          path: "providers.openai.baseURL",
          line: 5,
          column: 5,
          message: "is not known here",
          suggestion: 'did you mean "baseUrl"?',
        },
        {
          path: "routes.support.target",
          line: 8,
          column: 5,
          message: 'names provider "opnai", which is not configured',
          suggestion: 'did you mean "openai"?',
        },
        {
          path: "limits.connect",
          line: 10,
          column: 3,
          message: "must be a duration with a unit, such as 500ms, 30s, 10m, 24h or 90d",
        },
      ],
    });
  });

  it.each([
    ["provders: {}", 'provders: is not known here did you mean "providers"?'],
    ["colour: red", "colour: is not known here; known are auth, server, providers,"],
    ["auth: [keys]", "auth: must be keys or none"],
    ["server: 8787", "server: must be a mapping, not a number"],
    ["server: { port: 80.5 }", "server.port: must be a whole number, not a number"],
    ["server: { port: 70000 }", "server.port: must be at most 65535"],
    ["limits: { total: 25d }", "limits.total: must be between 1ms and 24d"],
    ["limits: { bodyBytes: 10MB }", "limits.bodyBytes: must be a size with a unit"],
    ["capture: { sampleRate: 1.5 }", "capture.sampleRate: must be at most 1"],
    ["capture: { bodies: sample }", 'capture.bodies: must be off, sampled or all did you mean "sampled"?'],
    [
      "storage: { spool: { maxBytes: 16MiB } }",
      "storage.spool: is too small: maxBytes (default 1GiB) must be at least twice",
    ],
    ["storage: { retention: 1h }", "storage.retention: must be between 1d and 36500d"],
    [
      "providers: { p: { kind: opneai } }",
      'providers.p.kind: must be openai, anthropic, gemini, azure-openai, openai-compatible or echo did you mean "openai"?',
    ],
    ["providers: { p: {} }", "providers.p.kind: is missing: say what the provider is, one of openai,"],
    ["providers: { p: }", "providers.p: must be a mapping, not empty"],
    ["providers: { Big: { kind: echo } }", "providers.Big: is not a provider's name: use lower-case letters"],
    ["providers: { p: { kind: openai-compatible } }", "providers.p.baseUrl: must be a URL"],
    [
      "providers: { p: { kind: azure-openai, baseUrl: https://x.example } }",
      "providers.p.apiKey: is missing: write apiKey: { env: NAME }, or credentials: caller",
    ],
    [
      "providers: { p: { kind: openai, apiKey: { env: A }, credentials: caller } }",
      "providers.p.apiKey: is never used, because credentials: caller",
    ],
    ["routes: { a/b: { target: echo/x } }", 'routes["a/b"]: is not a route\'s name'],
    ["routes: { r: { target: gpt-5 } }", "routes.r.target: must be a target: provider/model"],
    ["routes: { r: { target: /gpt-5 } }", "routes.r.target: must be a target: provider/model"],
    ["routes: { r: {} }", "routes.r.target: must be a target: provider/model"],
    [
      "defaults: { openai: ecko }",
      'defaults.openai: names provider "ecko", which is not configured did you mean "echo"?',
    ],
    [
      "providers: { o: { kind: openai } }\ndefaults: { anthropic: o }",
      "defaults.anthropic: names a provider of kind openai, which does not speak this API; no configured provider does",
    ],
    [
      "prices: [{ provider: groq, model: a, inputPerMillion: 1, outputPerMillion: 1 }]",
      'prices[0].provider: names provider "groq", which is not configured; configured are echo',
    ],
    [
      "prices: [{ provider: echo, model: a*b, inputPerMillion: 1, outputPerMillion: 1 }]",
      "prices[0].model: may hold a * only at its end",
    ],
    [
      "prices: [{ provider: echo, model: a, inputPerMillion: -1, outputPerMillion: 1 }]",
      "prices[0].inputPerMillion: must be at least 0",
    ],
    [
      "prices: [{ provider: echo, model: a, inputPerMillion: 1, outputPerMillion: .inf }]",
      "prices[0].outputPerMillion: must be",
    ],
    [
      "prices: [{ provider: echo, model: a, inputPerMillion: 1, outputPerMillion: 1, from: 2026-02-30 }]",
      "prices[0].from: is not a day of the calendar",
    ],
    [
      "prices: [{ provider: echo, model: a, outputPerMillion: 1 }]",
      "prices[0].inputPerMillion: is missing: it must be a number",
    ],
    ["- auth", ": must be a mapping, not a list"],
    ["hello", ": must be a mapping, not text"],
  ])("of %s: %s", (text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it.each([
    ["baseUrl: ftp://h/v1", "must begin with https:// (or http://)"],
    ["baseUrl: api.openai.com", "is not a URL: write it whole"],
    ["baseUrl: https://h/v1?key=hunter2", "must not hold a query"],
    ["baseUrl: https://h/v1#hunter2", "must not hold a fragment"],
    ["baseUrl: https://user:hunter2@h/v1", "must not hold a user name or password"],
    ["baseUrl: http://models.example/v1", "is http:// to another machine"],
    ["baseUrl: http://10.0.0.7/v1", "is http:// to another machine"],
    ["baseUrl: http://localhost.example/v1", "is http:// to another machine"],
  ])("of a base URL: %s", (line, expected) => {
    const found = problems(`providers: { p: { kind: openai-compatible, "${line.replace(": ", '": "')}" } }`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`providers.p.baseUrl: ${expected}`);
    expect(found[0]).not.toContain("hunter2");
  });

  it.each(["http://127.0.0.1:11434/v1", "http://[::1]:1/v1", "http://localhost/v1", "https://10.0.0.7/v1"])(
    "do not include the base URL %s",
    (url) => {
      expect(problems(`providers: { p: { kind: openai-compatible, baseUrl: "${url}" } }`)).toEqual([]);
    },
  );

  it("do not include http:// elsewhere when the operator allows it by name", () => {
    const text =
      "providers: { p: { kind: openai-compatible, baseUrl: http://models.internal/v1, allowInsecure: true } }";
    expect(problems(text)).toEqual([]);
  });

  it("include a key that is written twice, with the place of the second, beside all others", () => {
    const loaded = loadConfig({ text: "limits:\n  idle: 1s\n  idle: 2s\n  conect: 1s\n", env: {} });
    expect(loaded).toMatchObject({
      ok: false,
      problems: [
        { path: "limits.idle", line: 3, column: 3, message: "is written twice: keep one of the two" },
        { path: "limits.conect", line: 4, suggestion: 'did you mean "connect"?' },
      ],
    });
  });

  it("stop at 200", () => {
    const text = `limits:\n${Array.from({ length: 5_000 }, (_, index) => `  k${index}: 1`).join("\n")}`;
    expect(problems(text)).toHaveLength(200);
  });
});

describe("an open gateway", () => {
  it.each(["0.0.0.0", "::", "192.168.1.5", "gateway.example", "127.0.0.1.example"])(
    "is refused where auth is none and the host is %s",
    (host) => {
      const found = problems(`auth: none\nserver: { host: "${host}" }`);
      expect(found).toHaveLength(1);
      expect(found[0]).toContain("auth: is none, and server.host is not a loopback address");
    },
  );

  it.each(["127.0.0.1", "127.1.2.3", "::1", "localhost"])("is allowed on %s", (host) => {
    expect(load(`auth: none\nserver: { host: "${host}" }`).auth).toBe("none");
  });

  it("is allowed on the default host, which is loopback", () => {
    expect(load("auth: none").auth).toBe("none");
  });
});
