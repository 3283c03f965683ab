import { expect, it, vi } from "vitest";
import { guardPolicySchema } from "../../../src/config/guard-schema.ts";
import { classifier } from "../../../src/guards/classifier/classifier-detector.ts";
import { decide } from "../../../src/guards/decide.ts";
import { readText } from "../../../src/guards/read-text.ts";
import { refusalOf } from "../../../src/guards/refusal-of.ts";
import { screenTexts } from "../../../src/guards/screen-texts.ts";
import { screened } from "../support/screened.ts";

vi.mock("../../../src/guards/classifier/artifact.ts", () => ({ artifact: "" }));

it("a classifier without its artifact is a broken guard: it blocks, unless the policy says that this passes", () => {
  const screen = { layersOf: (text: string) => readText(text), detectors: [classifier] };
  const budget = { maxMs: 1_000, maxCharacters: 1_000, nowMs: () => 0 };
  const screening = screenTexts([screened("What time is it?", "user")], screen, budget);
  expect(screening).toMatchObject({ findings: [], broken: [{ detector: "classifier", reason: "threw" }] });
  const verdict = decide(screening, guardPolicySchema.parse({}), () => "user");
  expect(refusalOf(verdict, "request", "strict")).toMatchObject({ code: "guard-broke" });
  const lenient = decide(screening, guardPolicySchema.parse({ onBreak: "pass" }), () => "user");
  expect(refusalOf(lenient, "request", "strict")).toBeUndefined();
});
