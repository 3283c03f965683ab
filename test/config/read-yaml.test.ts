import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { readYaml } from "../../src/config/read-yaml.ts";
import { cpuMillisecondsOf } from "../support/cpu-milliseconds-of.ts";

/** Generous on a busy machine; without the bounds these texts take from ten seconds to forever. */
const maxMilliseconds = 3_000;

function problems(text: string) {
  const loaded = loadConfig({ text, env: {} });
  return loaded.ok ? [] : loaded.problems;
}

describe("syntax", () => {
  it.each([
    ["limits:\n\tidle: 1s", "is not valid YAML here: indent with spaces, not with tabs", 2],
    ["auth: keys\n  server: 1", "is not valid YAML here: a mapping begins on a line that already holds a value", 1],
    ["prices: [1, 2\nauth: keys", "is not valid YAML here: check the indentation and that every bracket is closed", 2],
    ['auth: "keys\n', "is not valid YAML here: a character is missing, such as a closing quote", 2],
    ["auth: keys\n---\nauth: none", "holds a second document (---): a configuration is one document", 2],
    ["? [a]\n: b", "has a key that is not plain text", 1],
    ["auth: !!js/function x", "uses a YAML tag (!…): write the plain value", 1],
    ["auth: *base", "is an alias (*name) of something that does not stand above it", 1],
    ["auth: &a [*a]", "is an alias (*name) of something that does not stand above it", 1],
    ["__proto__: { auth: none }", "cannot be used as a name", 1],
    ["limits: &l { idle: 1s }\nserver: { <<: *l }", "is a merge key, which is not read", 2],
  ])("of %j is told in words and with its line", (text, message, line) => {
    expect(problems(text)).toContainEqual(expect.objectContaining({ message: expect.stringContaining(message), line }));
  });

  it("of a mapping that sets its own prototype changes nothing but is reported", () => {
    const read = readYaml("a: { __proto__: { polluted: true } }");
    expect(read.problems).toHaveLength(1);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
  });
});

describe("a hostile text", () => {
  const nine = (name: string) => `[${Array.from({ length: 9 }, () => `*${name}`).join(",")}]`;
  const laughs = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ...["b", "c", "d", "e", "f", "g"].map((name, index) => `${name}: &${name} ${nine("abcdef".charAt(index))}`),
  ];

  it.each([
    ["a billion laughs", laughs.join("\n"), "aliases"],
    ["a million open brackets", "[".repeat(1_000_000), "nested too deeply"],
    ["half a million dashes", "- ".repeat(500_000), "nested too deeply"],
    [
      "ever deeper indentation",
      Array.from({ length: 1_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
      "nested too deeply",
    ],
    ["a thousand aliases", `a: &a 1\nb: [${"*a,".repeat(1_000)}]`, "one alias too many"],
    ["more than a mebibyte", `# ${"x".repeat(1024 * 1024)}`, "is larger than 1024 KiB"],
    ["a mebibyte in characters of three bytes", `# ${"€".repeat(400_000)}`, "is larger than 1024 KiB"],
    [
      "fifty thousand unknown keys",
      Array.from({ length: 50_000 }, (_, index) => `key${index}: 1`).join("\n"),
      "is not known here",
    ],
    ["fifty thousand equal keys", "auth: keys\n".repeat(50_000), "is written twice"],
    [
      "thirty thousand bad routes",
      `routes:\n${Array.from({ length: 30_000 }, (_, index) => `  r${index}: { target: p${index}/m }`).join("\n")}`,
      "must have at most 2000 entries",
    ],
  ])("of %s is refused, and soon", (_, text, message) => {
    let found: ReturnType<typeof problems> = [];
    expect(cpuMillisecondsOf(() => (found = problems(text)))).toBeLessThan(maxMilliseconds);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(200);
    expect(found[0]?.message).toContain(message);
  });
});
