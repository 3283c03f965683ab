import { describe, expect, it } from "vitest";

import { createEchoUpstream } from "../../src/adapters/echo/echo-upstream.ts";
import { openPriceTable } from "../../src/adapters/genai-prices/price-table.ts";
import { nodeClock } from "../../src/adapters/node/clock.ts";
import { createNodeIds } from "../../src/adapters/node/ids.ts";
import { createNodeSecrets } from "../../src/adapters/node/secrets.ts";
import { buildSnapshot } from "../../src/entry/build-snapshot.ts";
import { readConfig } from "../../src/entry/read-config.ts";
import { chosenGuardPolicy } from "../../src/config/guard-policy.ts";
import type { Snapshot } from "../../src/gateway/snapshot.ts";

const priceTable = await openPriceTable();

function build(guards: string, env: Readonly<Record<string, string>> = {}): Snapshot {
  const yaml = `
providers:
  demo: { kind: echo }
  own: { kind: openai-compatible, baseUrl: "https://own.example/v1", credentials: caller }
guards: ${guards}
`;
  return buildSnapshot(readConfig(yaml, "holdfast.yaml", env), {
    secrets: createNodeSecrets(env),
    network: {
      send() {
        throw new Error("nobody is asked here");
      },
    },
    echo: createEchoUpstream({ clock: nodeClock, ids: createNodeIds() }),
    priceTable,
  });
}

/** What a release keeps of the policy `strict` of a configuration. */
function stored(guards: string) {
  const config = readConfig(
    `providers: { demo: { kind: echo }, gone: { kind: echo } }\nguards: ${guards}`,
    "x.yaml",
    {},
  );
  const chosen = chosenGuardPolicy("strict", config.guards);
  if (chosen === undefined) throw new Error("there is no policy strict");
  return { policy: chosen.policy, content: { ...chosen.content } };
}

describe("a configuration is refused at its start", () => {
  it("with the name of every classifier whose secret is not set", () => {
    const guards = `{
      a: { classifier: { url: "https://a.example/", apiKey: { env: KEY_A } } },
      b: { classifier: { url: "https://b.example/", apiKey: { env: KEY_B } } },
      c: { classifier: { url: "https://c.example/", apiKey: { env: KEY_C } } } }`;
    expect(() => build(guards, { KEY_B: "b" })).toThrow(
      expect.objectContaining({
        code: "config-invalid",
        message: expect.stringMatching(
          /^The [^.]*\. guards\.a\.classifier\.apiKey: KEY_A [^.]*\.\nguards\.c\.classifier\.apiKey: KEY_C/,
        ),
      }),
    );
    expect(() => build(guards, { KEY_B: "b" })).not.toThrow(/guards\.b\./);
  });

  it("with a judge that could never be asked, because it takes callers' keys", () => {
    expect(() => build("{ a: { classifier: { judge: own/x } } }")).toThrow(/guards\.a\.classifier\.judge names own/);
  });
});

describe("a release's policy", () => {
  const written = (url: string) =>
    `{ strict: { classifier: { url: "${url}", apiKey: { env: GUARD_KEY }, timeout: 1s, sampleRate: 0.5 } } }`;
  const env = { GUARD_KEY: "s3cret", DATABASE_PASSWORD: "hunter2" };

  it("decides whether its classifier is asked, and the configuration where and with which secret", () => {
    const release = stored(
      `{ strict: { classifier: { url: "https://elsewhere.example/", apiKey: { env: DATABASE_PASSWORD }, sampleRate: 0.1 } } }`,
    );
    const { external } = build(written("https://guard.example/check"), env).readPolicy(release);
    expect(external).toMatchObject({ sampleRate: 0.1, timeoutMs: 500, asked: { kind: "endpoint" } });
    if (external?.asked.kind !== "endpoint") throw new Error("no endpoint is asked");
    const { origin, path, credential } = external.asked.endpoint;
    expect([origin, path, credential()]).toEqual([
      "https://guard.example",
      "/check",
      ["authorization", "Bearer s3cret"],
    ]);
    expect(JSON.stringify(external)).not.toContain("s3cret");
  });

  it("is refused when the configuration does not have its classifier", () => {
    const snapshot = build("{ strict: {} }");
    expect(() => snapshot.readPolicy(stored(written("https://guard.example/check")))).toThrow(
      expect.objectContaining({ code: "release-broken", message: expect.stringContaining("guards.strict.classifier") }),
    );
    expect(() => snapshot.readPolicy(stored("{ strict: { classifier: { judge: gone/x } } }"))).toThrow(
      expect.objectContaining({ code: "release-broken", message: expect.stringContaining('"gone"') }),
    );
    expect(snapshot.readPolicy(stored("{ strict: {} }")).external).toBeUndefined();
  });
});
