import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { makeTestDatabase, postgresServer } from "../support/postgres.ts";
import { root } from "../support/source-files.ts";

const run = promisify(execFile);
const folder = join(root, "docs", "examples");

async function tour(name: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], ...more };
  return (await run("sh", [join(folder, name, "run.sh")], { env, timeout: 240_000 })).stdout;
}

/** What each shows, in the order in which it is shown. */
const tours: Readonly<Record<string, readonly RegExp[]>> = {
  "prompts-and-releases": [
    /no problems/,
    /holdfast-release: greeter@1/,
    /greeter@2 is applied, not pinned/,
    /greeter serves greeter@2 now/,
    /holdfast-prompt: greeting@2/,
    /\+Say hello to/,
    /holdfast-release: greeter@1/,
    /route\.rollback .*too short/,
  ],
  guards: [
    /403 Forbidden/,
    /holdfast-guard: redact/,
    /ada@example\.com/,
    /shadow:block/,
    /blocked with guard-blocked/,
    /pass +0\.\d+ +parcel/,
    /block +0\.\d+ +override/,
  ],
  fallbacks: [/holdfast-attempts: 2/, /502 Bad Gateway/, /steady → demo\/echo/],
  "keys-and-logs": [
    /data: \[DONE\]/,
    /route-forbidden/,
    /tags +team=care/,
    /original +replay/,
    /401 Unauthorized/,
    /"status":"ready"/,
    /it is ready/,
  ],
};

/** The patterns from the first one on that does not follow those before it; none when all do. */
function followed(text: string, patterns: readonly RegExp[]): readonly RegExp[] {
  let rest = text;
  for (const [index, pattern] of patterns.entries()) {
    const found = pattern.exec(rest);
    if (found === null) return patterns.slice(index);
    rest = rest.slice(found.index + found[0].length);
  }
  return [];
}

describe.concurrent("the tours of docs/examples", () => {
  test.each(Object.entries(tours))("%s shows what its README says", async (name, shown) => {
    const text = await tour(name);
    expect({ missing: followed(text, shown), text }).toEqual({ missing: [], text });
  });

  test.skipIf(postgresServer === undefined)(
    "replicas hears of a rollback at the other gateway (Postgres)",
    async () => {
      const database = await makeTestDatabase();
      try {
        const text = await tour("replicas", { DATABASE_URL: database.url });
        const releases = [...text.matchAll(/holdfast-release: (\S+)/g)].map(([, release]) => release);
        expect(releases).toEqual(["replicated@1", "replicated@2", "replicated@1"]);
      } finally {
        await database.drop();
      }
    },
  );

  test("are all in the README", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    for (const name of [...Object.keys(tours), "replicas"]) expect(readme).toContain(`docs/examples/${name}/run.sh`);
  });
});
