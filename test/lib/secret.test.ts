import { inspect } from "node:util";
import { expect, it } from "vitest";
import { Secret } from "../../src/lib/secret.ts";

it("prints as [secret] wherever it ends up, and gives its value only when asked", () => {
  const secret = new Secret("sk-very-secret");
  const printed = [
    ["", secret].join(),
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }),
    inspect(secret),
  ].join();
  expect(printed).toContain("[secret]");
  expect(printed).not.toContain("very");
  expect(Object.values(secret)).toEqual([]);
  expect(secret.reveal()).toBe("sk-very-secret");
});
