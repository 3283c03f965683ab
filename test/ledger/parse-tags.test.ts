import { expect, test } from "vitest";
import { parseTags } from "../../src/ledger/parse-tags.ts";

test.each([
  ["team=support,env=prod", { team: "support", env: "prod" }],
  ["  team = support ,, env=prod , ", { team: "support", env: "prod" }],
  ["query=a=b", { query: "a=b" }],
  ["", {}],
  ["a.b-c_d=x y", { "a.b-c_d": "x y" }],
])("reads %j", (header, tags) => {
  expect(parseTags(header)).toEqual(tags);
});

test.each([
  ["team", '"team" has no value; write name=value'],
  ["=x", '"" is no tag name'],
  ["te am=x", '"te am" is no tag name'],
  ["__proto__=x", '"__proto__" is no tag name'],
  ["team=", 'the value of "team" must have 1 to 256 characters'],
  [`team=${"x".repeat(257)}`, 'the value of "team" must have 1 to 256 characters'],
  [`${"n".repeat(65)}=x`, "is no tag name"],
  ["a=1,a=2", 'it names "a" twice'],
  [Array.from({ length: 17 }, (_, at) => `t${at}=x`).join(","), "it has more than 16 tags"],
  [",".repeat(8_193), "it is longer than 8192 characters"],
])("refuses %j", (header, message) => {
  expect(() => parseTags(header)).toThrow(
    expect.objectContaining({ code: "request-invalid", message: expect.stringContaining(message) }),
  );
});
