import { describe, expect, it } from "vitest";
import type { LoadedConfig } from "../../src/config/config.ts";
import { chosenGuardPolicy, readStoredGuardPolicy } from "../../src/config/guard-policy.ts";
import { loadConfig } from "../../src/config/load-config.ts";

function load(text: string): LoadedConfig {
  return loadConfig({ text, env: {} });
}

function guardsOf(text: string) {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config.guards;
}

function problemsOf(text: string): readonly string[] {
  const loaded = load(text);
  return loaded.ok ? [] : loaded.problems.map(({ path, message }) => `${path} ${message}`);
}

describe("policies by name", () => {
  it("has a default that screens, blocks attacks, redacts secrets and fails closed", () => {
    expect(chosenGuardPolicy("default", guardsOf(""))?.content).toMatchObject({
      mode: "enforce",
      onBreak: "block",
      actions: { "direct-injection": "block", secret: "redact", pii: "flag", refusal: "pass" },
      window: { bytes: 1_024, wait: 200 },
    });
  });

  it("takes the written one, also when it is called default", () => {
    const guards = guardsOf("guards: { default: { mode: shadow }, strict: { canary: true } }");
    expect(chosenGuardPolicy("default", guards)?.content).toMatchObject({ mode: "shadow", canary: false });
    expect(chosenGuardPolicy("strict", guards)?.content).toMatchObject({ mode: "enforce", canary: true });
  });

  it("lets the written default hold for what names none, and nothing where none is written", () => {
    expect(chosenGuardPolicy(undefined, guardsOf("guards: { default: {} }"))?.policy).toBe("default");
    expect(chosenGuardPolicy(undefined, guardsOf("guards: { strict: {} }"))).toBeUndefined();
  });

  it("knows no policy called off, and none that is not there", () => {
    expect(chosenGuardPolicy("off", guardsOf("guards: { default: {} }"))).toBeUndefined();
    expect(() => chosenGuardPolicy("constructor", guardsOf(""))).toThrow(
      expect.objectContaining({ code: "config-invalid" }),
    );
  });
});

describe("a policy in a release", () => {
  const full = `
guards:
  strict:
    thresholds: { user: 0.8 }
    tools: { allow: [lookup], hosts: ["*.example.com"], arguments: { lookup: { type: object } } }
    output: { schema: { type: object }, patterns: [{ name: code, expression: "orion" }] }
    window: { bytes: 2KiB, wait: 100ms }
    classifier: { url: "https://guard.example.com/check", timeout: 1s, apiKey: { env: GUARD_KEY } }
`;

  it("comes back from JSON as it was", () => {
    const policy = chosenGuardPolicy("strict", guardsOf(full))?.content;
    expect(readStoredGuardPolicy(structuredClone(policy))).toEqual(policy);
  });

  it("is refused when it is not one, rather than filled up with something else", () => {
    expect(() => readStoredGuardPolicy({ mode: "enforce" })).toThrow(
      expect.objectContaining({ code: "config-invalid" }),
    );
    expect(() => readStoredGuardPolicy(undefined)).toThrow(expect.objectContaining({ code: "config-invalid" }));
  });
});

it.each([
  [
    "guards: { a: { patterns: [{ name: x, expression: 'a+' }] } }",
    "guards.a.patterns[0].expression",
    "without a bound",
  ],
  ["guards: { a: { output: { schema: { $ref: '#/nowhere' } } } }", "guards.a.output.schema", "does not hold"],
  ["guards: { a: { tools: { hosts: ['https://x.test'] } } }", "guards.a.tools.hosts[0]", "must be a host"],
  ["guards: { a: { tools: { allow: ['a*b'] } } }", "guards.a.tools.allow[0]", "only at its end"],
  [
    "guards: { a: { classifier: { url: 'https://user:hunter2@x.test/' } } }",
    "guards.a.classifier.url",
    "must not hold a user name",
  ],
  [
    "guards: { a: { classifier: { url: 'https://x.test/?key=1' } } }",
    "guards.a.classifier.url",
    "must not hold a query",
  ],
  [
    "guards: { a: { classifier: { url: 'http://x.test/' } } }",
    "guards.a.classifier.url",
    "is http:// to another machine",
  ],
  ["guards: { a: { classifier: {} } }", "guards.a.classifier", "either url or judge"],
  ["guards: { a: { classifier: { judge: nobody/x } } }", "guards.a.classifier.judge", "not configured"],
  ["guards: { off: {} }", "guards.off", "stands for no policy"],
  ["guards: { a: { thresholds: { user: 2 } } }", "guards.a.thresholds.user", ""],
  ["guards: { strict: {} }\nroutes: { r: { target: demo/x, guards: strikt } }", "routes.r.guards", "not written"],
])("refuses %s and says where and why", (text, path, message) => {
  const problems = problemsOf(`providers: { demo: { kind: echo } }\n${text}`);
  expect(problems).toEqual([expect.stringContaining(path)]);
  expect(problems).toEqual([expect.stringContaining(message)]);
});

it.each([
  "url: 'http://127.0.0.1:8080/classify'",
  "url: 'https://x.test/classify'",
  "url: 'http://x.test/classify', allowInsecure: true",
  "judge: demo/x",
])("takes a classifier at %s", (classifier) => {
  expect(problemsOf(`providers: { demo: { kind: echo } }\nguards: { a: { classifier: { ${classifier} } } }`)).toEqual(
    [],
  );
});
