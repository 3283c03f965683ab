import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCall } from "../http/admin-fixture.ts";
import type { Folder, OpenedStore } from "./cli-fixture.ts";
import { openFolder, record } from "./cli-fixture.ts";

let folder: Folder;
let opened: OpenedStore;

beforeAll(async () => {
  folder = await openFolder();
  opened = await folder.openStore();
});
afterAll(async () => {
  await opened.close();
  await folder.close();
});

describe("holdfast prices show", () => {
  test("shows what the target of every route costs, and where prices come from", async () => {
    const { exit, out } = await folder.run("prices", "show");
    expect(exit).toBe(0);
    expect(out).toMatch(/^Prices: genai-prices \S+, \d+ models; 1 of your own in the configuration\./);
    expect(out).toMatch(/^support +echo\/echo-mini +\$1\.00 +- +\$2\.00 +config /m);
  });

  test("shows every price of a model", async () => {
    const { exit, out } = await folder.run("prices", "show", "gpt-4o");
    expect(exit).toBe(0);
    expect(out).toMatch(/^openai\/gpt-4o +genai-prices/);
    expect(out).toMatch(/input, per million +\$/);
  });

  test("with --json prints what the API answers", async () => {
    const { prices } = (await folder.run("prices", "show", "support", "--json")).json();
    expect(prices).toMatchObject([
      { asked: "support", price: { kind: "known", source: "config", prices: { input_per_million: 1 } } },
    ]);
  });

  test("exits with 1 for a price that is not known, and names what is near", async () => {
    const { exit, out } = await folder.run("prices", "show", "gpt-4oo");
    expect(exit).toBe(1);
    expect(out).toContain("The price of gpt-4oo is not known. Near it are: ");
    expect(out).toContain("gpt-4o");
  });

  test("exits with 1 for a provider that is not there", async () => {
    const { exit, err } = await folder.run("prices", "show", "x", "--provider", "grok");
    expect([exit, err]).toEqual([1, 'holdfast: There is no such provider. Did you mean "groq"?\n']);
  });
});

describe("holdfast prices update", () => {
  test("first says what would change, then prices calls anew", async () => {
    const {
      cost_nanodollars: _cost,
      price_source: _source,
      price_version: _version,
      ...unpriced
    } = makeCall(opened.ids.call(Date.now()), Date.now());
    await record(opened, [unpriced]);
    const dry = await folder.run("prices", "update", "--dry-run");
    expect([dry.exit, dry.out]).toEqual([0, "1 of 1 calls would change, by $0.002000 in all.\n"]);
    const wet = await folder.run("prices", "update", "--json", "--since", "1h", "--provider", "echo");
    expect(wet.json()).toMatchObject({ changed: 1, dry_run: false, difference_nanodollars: 2_000_000 });
    expect((await opened.store.calls.get(unpriced.id))?.cost_nanodollars).toBe(2_000_000);
    expect((await folder.run("prices", "update", "--all")).out).toMatch(/^0 of 1 calls changed/);
  });

  test("takes over price data from a file, uses it, and goes back", async () => {
    const model = { id: "acme-1", match: { equals: "acme-1" }, prices: { input_mtok: 3, output_mtok: 4 } };
    const provider = {
      id: "acme",
      name: "Acme",
      api_pattern: "acme",
      model_match: { starts_with: "acme" },
      models: [model],
    };
    await writeFile(join(folder.folder, "prices.json"), JSON.stringify([provider]));
    const taken = await folder.run("prices", "update", "--from", "prices.json");
    expect(taken.exit).toBe(0);
    expect(taken.out).toMatch(/^Took over prices of 1 models, version \S+ \(before: what came with Holdfast\)/);
    expect((await folder.run("prices", "show", "acme-1")).out).toMatch(/input, per million +\$3\.00/);
    expect((await folder.run("prices", "update", "--bundled")).exit).toBe(0);
    expect((await folder.run("prices", "show", "acme-1")).exit).toBe(1);
  });

  test("refuses a file that is not there or no price data, an address without TLS, and two wishes at once", async () => {
    await writeFile(join(folder.folder, "other.json"), '{"a":1}');
    for (const from of ["missing.json", "other.json", "http://example.com/prices.json"]) {
      const { exit, err } = await folder.run("prices", "update", "--from", from);
      expect([from, exit]).toEqual([from, 2]);
      expect(err).toMatch(/^holdfast: The request is not valid\. /);
    }
    expect((await folder.run("prices", "update", "--from", "x", "--bundled")).exit).toBe(2);
  });
});
