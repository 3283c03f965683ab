import { describe, expect, it } from "vitest";
import { guardPolicySchema } from "../../src/config/guard-schema.ts";
import { compileToolRules } from "../../src/guards/tools/judge-tool-call.ts";
import { stricterPolicy } from "../../src/guards/stricter-policy.ts";

type Written = Parameters<typeof guardPolicySchema.parse>[0];

const stricter = (one: Written, other: Written) =>
  stricterPolicy(guardPolicySchema.parse(one), guardPolicySchema.parse(other));

/** Both orders: who comes first must not decide what is allowed. */
function eachOrder(one: Written, other: Written, check: (policy: ReturnType<typeof stricter>) => void): void {
  check(stricter(one, other));
  check(stricter(other, one));
}

const allows = (policy: ReturnType<typeof stricter>, name: string, args: object = {}): boolean =>
  compileToolRules(policy.tools)(
    { name, arguments: JSON.stringify(args), pointer: "" },
    { depth: 1, flagged: [], trusted: [] },
  ).length === 0;

describe("of two policies", () => {
  it("the lower threshold and the severer action hold, each by itself", () => {
    const one = { thresholds: { user: 0.3, tool: 0.9 }, actions: { pii: "block", secret: "flag" } };
    const other = { thresholds: { user: 0.8, tool: 0.2 }, actions: { pii: "flag", secret: "redact" } };
    eachOrder(one, other, ({ thresholds, actions }) => {
      expect(thresholds).toEqual({ operator: 1, user: 0.3, tool: 0.2 });
      expect(actions).toMatchObject({ pii: "block", secret: "redact", jailbreak: "block" });
    });
  });

  it("everything is looked for that one looks for, and what either refuses is refused", () => {
    const one = { pii: ["email"], secrets: false, onBreak: "pass", passthrough: "allow", canary: true };
    const other = {
      pii: ["card"],
      patterns: [{ name: "orion", expression: "orion" }],
      output: { patterns: [{ name: "lyra", expression: "lyra" }] },
      spotlight: "delimit",
    };
    eachOrder(one, other, (policy) => {
      expect(new Set(policy.pii)).toEqual(new Set(["email", "card"]));
      expect(policy).toMatchObject({ secrets: true, onBreak: "block", passthrough: "refuse", canary: true });
      expect(policy.patterns.map(({ name }) => name)).toEqual(["orion"]);
      expect(policy.output.patterns.map(({ name }) => name)).toEqual(["lyra"]);
      expect(policy.spotlight).toBe("delimit");
    });
  });

  it("only tools are called, and hosts named, that are on both lists", () => {
    const one = { tools: { allow: ["search_*", "find_order", "send"], hosts: ["*.example.com"] } };
    const other = { tools: { allow: ["search_web", "find_*"], hosts: ["api.example.com", "example.com"] } };
    eachOrder(one, other, (policy) => {
      expect(
        ["search_web", "search_all", "find_order", "find_all", "send"].filter((name) => allows(policy, name)),
      ).toEqual(["search_web", "find_order"]);
      expect(allows(policy, "find_order", { at: "https://api.example.com/" })).toBe(true);
      expect(allows(policy, "find_order", { at: "https://www.example.com/" })).toBe(false);
      expect(allows(policy, "find_order", { at: "https://example.com/" })).toBe(false);
    });
  });

  it("a list that only one has is the list, and lists with nothing in common allow nothing", () => {
    eachOrder({ tools: { allow: ["look"] } }, {}, (policy) => {
      expect([allows(policy, "look"), allows(policy, "send")]).toEqual([true, false]);
    });
    eachOrder({ tools: { allow: ["look"] } }, { tools: { allow: ["send"] } }, (policy) => {
      expect([allows(policy, "look"), allows(policy, "send")]).toEqual([false, false]);
    });
  });

  it("arguments satisfy both schemas, and rounds end with the first that has enough", () => {
    const one = { tools: { maxDepth: 3, arguments: { look: { required: ["at"] } } } };
    const other = { tools: { arguments: { look: { required: ["by"] }, toString: { required: ["x"] } } } };
    eachOrder(one, other, (policy) => {
      expect(policy.tools.maxDepth).toBe(3);
      expect([allows(policy, "look", { at: 1 }), allows(policy, "look", { at: 1, by: 2 })]).toEqual([false, true]);
      expect([allows(policy, "toString"), allows(policy, "toString", { x: 1 })]).toEqual([false, true]);
    });
  });

  it("the one that acts more holds alone: what is only tried does not act because another does", () => {
    const tried = { mode: "shadow", actions: { pii: "block" } };
    eachOrder(tried, { mode: "enforce" }, (policy) => {
      expect([policy.mode, policy.actions.pii]).toEqual(["enforce", "flag"]);
    });
    eachOrder(tried, { mode: "observe" }, ({ mode }) => expect(mode).toBe("shadow"));
  });
});
