import { expect, it } from "vitest";
import { costOf, endingOf } from "../../src/cli/call-texts.ts";
import { viewCall } from "../../src/ledger/call-view.ts";
import type { CallRecord } from "../../src/ledger/call-record.ts";
import { makeCall } from "../http/admin-fixture.ts";

const view = (fields: Partial<CallRecord>) => {
  const { cost_nanodollars: _cost, ...unpriced } = makeCall("019abc12-3456-7000-8000-000000000000", 0);
  return viewCall({ ...unpriced, ...fields });
};

it("shows no cost where no provider was asked, and ? where one was and the price is not known", () => {
  expect(costOf(view({ attempts: 0, outcome: "refused" }))).toBe("-");
  expect(costOf(view({ attempts: 1 }))).toBe("?");
  expect(costOf(view({ attempts: 1, cost_nanodollars: 2_000_000 }))).toBe("$0.002000");
});

it("cuts what a provider said of its error, so that a table stays one", () => {
  expect(endingOf(view({ error_code: "upstream-broke" }))).toBe("upstream-broke");
  expect(endingOf(view({ error_code: `invalid_request_error: ${"x".repeat(1_000)}` }))).toHaveLength(40);
  expect(endingOf(view({}))).toBe("answered");
});
