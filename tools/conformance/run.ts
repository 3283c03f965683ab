import { writeFileSync } from "node:fs";
import { help, parseCommand } from "./arguments.ts";
import { describeCutting } from "./cut-answer.ts";
import { isConforming, printReport } from "./print-report.ts";
import { runConformance } from "./run-conformance.ts";

const command = parseCommand(process.argv.slice(2));
if (typeof command === "string") {
  process.stderr.write(`${command}\n\n${help}`);
  process.exitCode = 2;
} else {
  const { options, json } = command;
  process.stdout.write(`Replaying ${options.folder}, ${describeCutting(options.cutting)}.\n\n`);
  try {
    const started = performance.now();
    const found = await runConformance(options);
    const seconds = (performance.now() - started) / 1_000;
    process.stdout.write(printReport(found, seconds));
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ ...found, seconds }, null, 2)}\n`);
    process.exitCode = isConforming(found) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
