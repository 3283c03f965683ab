import { expect, it } from "vitest";
import { guardPolicySchema } from "../../src/config/guard-schema.ts";
import { compilePolicy } from "../../src/guards/compile-policy.ts";
import { toolInstructions } from "../../src/guards/detectors/tool-instructions.ts";

const compile = (written: Parameters<typeof guardPolicySchema.parse>[0]) =>
  compilePolicy(guardPolicySchema.parse(written), []);
const idsOf = (detectors: readonly { readonly id: string }[]) => detectors.map(({ id }) => id);

it("looks at requests for attacks, at answers for what must not leave, and at both for what is private", () => {
  const { input, output } = compile({});
  expect(idsOf(input)).toEqual(expect.arrayContaining(["template-token", "tool-instruction", "pii", "secret"]));
  expect(idsOf(output)).toEqual(["exfiltration", "pii", "secret"]);
});

it("leaves out what the policy does not want, so that it costs nothing", () => {
  const { input, output, wholeOutput } = compile({ pii: [], secrets: false });
  expect(idsOf(input)).not.toContain("pii");
  expect(idsOf(output)).toEqual(["exfiltration"]);
  expect(wholeOutput).toEqual([]);
});

it("takes the detectors of injection from outside, and asks them first", () => {
  expect(compilePolicy(guardPolicySchema.parse({}), [toolInstructions]).input[0]).toBe(toolInstructions);
});

it("puts an answer's own rules on top of those for both sides", () => {
  const patterns = [{ name: "both", expression: "orion" }];
  const output = { patterns: [{ name: "answer", expression: "a{1,30}" }], schema: { type: "object" } };
  const compiled = compile({ patterns, output });
  expect(idsOf(compiled.wholeOutput)).toEqual(["schema"]);
  expect(compiled.longestPattern).toBe(60);
  expect(idsOf(compiled.input)).toContain("pattern");
});

it("refuses a stored policy whose schema refers to what it does not hold, before any call depends on it", () => {
  const stored = guardPolicySchema.parse({});
  const policy = { ...stored, output: { ...stored.output, schema: { $ref: "#/$defs/missing" } } };
  expect(() => compilePolicy(policy, [])).toThrow(expect.objectContaining({ code: "config-invalid" }));
});
