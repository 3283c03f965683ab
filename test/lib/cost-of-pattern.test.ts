import fc from "fast-check";
import { expect, it } from "vitest";
import { costOfPattern } from "../../src/lib/cost-of-pattern.ts";
import { cpuMillisecondsOf } from "../support/cpu-milliseconds-of.ts";

it.each([
  ["project (?:orion|lyra)", 13],
  ["[A-Z]{3}-\\d{6,8}", 12],
  ["internal[ -]?use", 12],
  ["\\bsecret.{0,100}plan\\b", 110],
  ["\\p{Script=Greek}{2,4}\\u{1F600}", 5],
])("allows %s and knows its longest match", (source, longest) => {
  expect(costOfPattern(source)).toMatchObject({ ok: true, longest });
});

it.each([
  ["a+", "repeats without a bound at position 2"],
  ["(?:a*)*b", "repeats without a bound"],
  ["a{2,}", "repeats without a bound"],
  ["(a)\\1", "refers back to a group"],
  ["(?<name>a)\\k<name>", "names a group"],
  ["(?=a)b", "looks ahead or behind"],
  ["(?:a{0,20}){0,20}b", "too many steps"],
  ["(?:a|a){30}b", "too many steps"],
  ["a{0,100}a{0,100}b", "too many steps"],
  ["(?:a?){25}b", "too many steps"],
  ["(a", "does not close"],
  ["a)", "did not open"],
  ["[a", "class that it does not close"],
  ["a{x", "that is no repetition"],
  ["?a", "repeats nothing"],
  ["\\p{Nonsense}", "not a valid regular expression"],
  ["(".repeat(17) + ")".repeat(17), "deep"],
  ["a".repeat(1_001), "longer than"],
])("refuses %s", (source, reason) => {
  expect(costOfPattern(source)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
});

const atoms = fc.constantFrom("a", "b", "[ab]", ".", "a?", "a{0,3}", "(?:a|b)", "(?:a|a)");
const patterns = fc.oneof(
  fc.array(atoms, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("")),
  fc.array(atoms, { minLength: 1, maxLength: 3 }).map((parts) => `(?:${parts.join("")}){0,4}c`),
  fc.string({ maxLength: 12 }),
);

it("only allows what the engine can compile, and never matches more than it says", () => {
  fc.assert(
    fc.property(patterns, fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 40 }), (source, text) => {
      const cost = costOfPattern(source);
      if (!cost.ok) return;
      const found = new RegExp(source, "u").exec(text);
      expect(found?.[0].length ?? 0).toBeLessThanOrEqual(cost.longest);
    }),
  );
});

it("holds what it promises: the costliest allowed pattern is quick on the text that suits it least", () => {
  const source = "a{0,30}a{0,30}b";
  expect(costOfPattern(source)).toMatchObject({ ok: true });
  const text = "a".repeat(10_000);
  const spent = cpuMillisecondsOf(() => {
    expect(new RegExp(source, "u").test(text)).toBe(false);
  });
  expect(spent).toBeLessThan(2_000);
});
