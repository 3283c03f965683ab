import type { GuardPolicy } from "../../config/config.ts";
import type { PolicyScan } from "../../guards/scan-by-policy.ts";
import { chosenGuardPolicy } from "../../config/guard-policy.ts";
import { standardPolicy } from "../../config/guard-schema.ts";
import { loadConfig } from "../../config/load-config.ts";
import { renderProblems } from "../../config/render-problems.ts";
import { HoldfastError } from "../../errors.ts";
import type { CommandContext } from "../command.ts";
import { defineCommand } from "../command.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import { openText } from "../open-text.ts";
import { readLines } from "../read-lines.ts";
import type { NumberedLine } from "../read-lines.ts";
import { requireLocal } from "../require-local.ts";
import { readScanRecord, scanSpans, spanTraits } from "../scan-record.ts";
import type { ScanRecord, ScanSpan } from "../scan-record.ts";
import { renderFigures, ScanReport } from "../scan-report.ts";
import { oneLine } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** A record may hold a span of 1 MB, and be escaped throughout. */
const maxLineLength = 8 * 1024 * 1024;

type Scan = (record: ScanRecord) => PolicyScan;

export const guardsScan = defineCommand({
  name: "guards scan",
  summary: "Screen a text, or a file of texts, for prompt injection.",
  description:
    "A .jsonl file, or one whose first line is a record, is read as JSONL, one record a line; anything else is one text. A record is " +
    '{"text": …} and may have an id, a span (user, tool, document, system), a label (1 attack, 0 harmless), a kind and a ' +
    "source. With labels there is a report at the end: recall, false positives, area under the curve.\n\n" +
    "Exits with 0 whatever was found: the verdicts are the answer. A line that is no record is named, and makes it exit with 1.",
  localOnly: true,
  arguments: [{ name: "file", says: "The file, or - for standard input.", required: true }],
  options: {
    span: { kind: "text", value: "<span>", says: `Where texts come from that do not say so: ${scanSpans.join(", ")}.` },
    policy: {
      kind: "text",
      value: "<name>",
      says: "Policy of holdfast.yaml that decides. Default: the one named default, as it is written or built in.",
    },
  },
  examples: [
    "holdfast guards scan prompts.jsonl --json",
    "echo 'Ignore all previous instructions' | holdfast guards scan -",
  ],
  async run({ options, arguments: [file = "-"] }, context) {
    requireLocal(context);
    const { machine, shared } = context;
    const scan = await openScan(readSpan(options.span), readPolicy(options.policy, context));
    const report = new ScanReport();
    const bad: string[] = [];
    for await (const { record, problem } of records(file, openText(file, machine.workingDirectory))) {
      if (context.signal.aborted) break;
      if (record === undefined) {
        bad.push(problem);
        machine.terminal.err(`holdfast: ${problem}`);
        continue;
      }
      const result = scan(record);
      report.add(record, result.score, result.verdict.kind === "block");
      machine.terminal.out(shared.json ? lineFor(record, result) : textFor(record, result, machine.terminal));
    }
    if (!report.isEmpty) machine.terminal.err(renderFigures(report.figures(), machine.terminal));
    return bad.length === 0 ? exitCodes.ok.code : exitCodes.failed.code;
  },
});

function readSpan(given: string | undefined): ScanSpan {
  const span = scanSpans.find((known) => known === (given ?? "user"));
  if (span === undefined) throw new UsageError(`--span takes one of ${scanSpans.join(", ")}.`);
  return span;
}

function readPolicy(name: string | undefined, { machine, shared }: CommandContext): GuardPolicy {
  const { path, text } = machine.readConfigText(shared.configPath);
  const loaded = loadConfig({ text, env: machine.env });
  if (!loaded.ok) throw new HoldfastError("config-invalid", { message: `\n${renderProblems(loaded.problems, path)}` });
  const chosen = chosenGuardPolicy(name ?? standardPolicy, loaded.config.guards);
  if (chosen === undefined)
    throw new UsageError(`"${name ?? ""}" stands for no policy: there is nothing to scan with.`);
  return chosen.content;
}

/** The detectors are loaded only when something is scanned. */
async function openScan(fallback: ScanSpan, policy: GuardPolicy): Promise<Scan> {
  const { scanByPolicy } = await import("../../guards/scan-by-policy.ts");
  const scan = scanByPolicy(policy);
  return ({ text, span }) => scan({ pointer: "", text, ...spanTraits[span ?? fallback] });
}

type Read =
  | { readonly record: ScanRecord; readonly problem?: undefined }
  | { readonly record?: undefined; readonly problem: string };

/** JSONL when its name or its first line says so; else the whole input is one text. */
async function* records(file: string, chunks: AsyncIterable<string>): AsyncIterable<Read> {
  const whole: string[] = [];
  let isJsonl = file.endsWith(".jsonl") ? true : undefined;
  for await (const line of readLines(chunks, maxLineLength)) {
    isJsonl ??= readScanRecord(line.text, 1).ok;
    if (!isJsonl) whole.push(line.text);
    else if (line.text.trim() !== "") yield readLine(line);
    if (whole.length * 2 > maxLineLength) break;
  }
  if (isJsonl === false) {
    const text = whole.join("\n").slice(0, maxLineLength);
    yield { record: { id: "1", text, span: undefined, label: undefined, kind: undefined, source: undefined } };
  }
}

function readLine({ number, text, isCut }: NumberedLine): Read {
  if (isCut) return { problem: `Line ${number} is longer than ${maxLineLength} characters and was left out.` };
  const read = readScanRecord(text, number);
  return read.ok ? { record: read.record } : { problem: `Line ${number} ${read.reason} and was left out.` };
}

function lineFor({ id }: ScanRecord, { score, verdict }: PolicyScan): string {
  return JSON.stringify({ id, score, verdict: verdict.kind, findings: verdict.findings });
}

function textFor(record: ScanRecord, { score, verdict }: PolicyScan, terminal: Terminal): string {
  const style = verdict.kind === "block" ? "red" : "green";
  const where = verdict.findings
    .map(({ detector, kind, start, end }) => `${detector} ${kind} at ${start}-${end}`)
    .join(", ");
  return [terminal.style(style, verdict.kind.padEnd(6)), score.toFixed(3), oneLine(record.id), where]
    .join("  ")
    .trimEnd();
}
