import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** What a run of the tests came to; `tools/test.ts` reads it from the file that `HOLDFAST_TEST_SUMMARY` names. */
export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Reason to number of tests. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** A skip says why: its note, else the name of the skipped suite or test, which by the house's habit says what it needs. */
function reasonOf(test: TestCase): string {
  const result = test.result();
  if (result.state === "skipped" && result.note !== undefined) return result.note;
  if (test.parent.type === "suite") return `${test.module.relativeModuleId}: ${test.parent.fullName}`;
  return `${test.module.relativeModuleId}: ${test.name}`;
}

function summarize(modules: readonly TestModule[], strayErrors: number): TestSummary {
  const reasons: Record<string, number> = {};
  let passed = 0;
  let failed = strayErrors;
  let skipped = 0;
  for (const module of modules) {
    // A file that does not load, or whose hooks fail outside any test, has no failed test to count.
    failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed += 1;
      else if (state === "skipped") {
        skipped += 1;
        const reason = reasonOf(test);
        reasons[reason] = (reasons[reason] ?? 0) + 1;
      } else failed += 1;
    }
  }
  return { passed, failed, skipped, reasons };
}

/** Writes the counts for the wrapper, which prints them after everything else has been printed. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env["HOLDFAST_TEST_SUMMARY"];
    if (file !== undefined) writeFileSync(file, JSON.stringify(summarize(modules, errors.length)));
  }
}
