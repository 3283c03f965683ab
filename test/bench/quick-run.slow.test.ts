import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../../bench/run.ts", import.meta.url));

it("measures both bare proxies under every load without an invalid reading", () => {
  const report = execFileSync(process.execPath, [program, "--quick", "--only", "floor,hono-floor"], {
    encoding: "utf8",
    timeout: 120_000,
  });
  expect(report).not.toContain("INVALID");
  const unmeasured = [
    "1 KB calls at saturation",
    "32 KB calls",
    "at 600/s",
    "a chunk",
    "open slow streams",
    "freed",
  ].filter((row) => !report.split("\n").some((line) => line.includes(row) && /\d \[.+\d \[/.test(line)));
  expect(unmeasured).toEqual([]);
});
