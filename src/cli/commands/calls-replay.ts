import type { ReplaySide, ReplayView, ReplayWish } from "../../gateway/replay/replay-view.ts";
import type { CallView } from "../../ledger/call-view.ts";
import { printableText } from "../../lib/printable-text.ts";
import { diffLines } from "../../prompts/diff-lines.ts";
import { tokensOf } from "../call-texts.ts";
import { defineCommand } from "../command.ts";
import { UsageError, exitCodes } from "../exit-codes.ts";
import { formatDollars } from "../format-dollars.ts";
import { formatMilliseconds } from "../format-time.ts";
import { renderLines } from "../plan-texts.ts";
import { replayNeedsGateway } from "../replay-needs-gateway.ts";
import { renderTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";

export const callsReplay = defineCommand({
  name: "calls replay",
  summary: "Run a captured call again, and show both answers side by side.",
  description:
    "On the release that the call had, on another one of its route, or on what serves the route now. The call's request " +
    "must have been captured (capture.bodies in holdfast.yaml). A running gateway makes the call, as its project's and " +
    "at its provider's price; the new call is in the ledger with the tag replay_of. Needs --url and a key with the scope " +
    "admin.",
  arguments: [{ name: "id", says: "The call's id, or its beginning from 13 characters on.", required: true }],
  options: {
    release: { kind: "number", value: "<N>", says: "Runs it on this release of its route." },
    pinned: { kind: "flag", says: "Runs it on what serves its route now." },
  },
  examples: [
    "holdfast calls replay 019abc12-3456 --url http://localhost:8787",
    "holdfast calls replay 019abc12-3456 --release 8 --url https://gateway.example.com",
  ],
  async run({ options, arguments: [id = ""] }, context) {
    const wish = readWish(options);
    if (context.shared.url === undefined) throw replayNeedsGateway(id);
    const client = await context.client();
    const replay = await client.calls.replay(id, wish);
    context.print(replay, () => render(replay, context.machine.terminal));
    return exitCodes.ok.code;
  },
});

function readWish({ release, pinned }: { readonly release: number | undefined; readonly pinned: boolean }): ReplayWish {
  if (!pinned) return release === undefined ? {} : { release };
  if (release === undefined) return { release: "pinned" };
  throw new UsageError("--release and --pinned name two releases; write one of them.");
}

const rows: readonly (readonly [title: string, cell: (call: CallView) => string | undefined])[] = [
  ["call", ({ id }) => id],
  ["release", ({ release }) => release],
  ["prompt", ({ prompt }) => prompt],
  ["target", ({ target }) => target],
  ["outcome", ({ outcome }) => outcome],
  ["status", ({ status }) => String(status)],
  ["error", ({ error_code: code }) => code],
  ["finish reason", ({ finish_reason: reason }) => reason],
  ["first token", ({ ttft_ms: ms }) => (ms === undefined ? undefined : formatMilliseconds(ms))],
  ["latency", ({ latency_ms: ms }) => formatMilliseconds(ms)],
  ["tokens", tokensOf],
  ["cost", ({ cost_nanodollars: cost }) => formatDollars(cost)],
];

function render(view: ReplayView, terminal: Terminal): string {
  const { original, replay } = view;
  const cells = rows
    .map(([title, cell]) => ({ title, original: cell(original.call), replay: cell(replay.call) }))
    .filter((row) => row.original !== undefined || row.replay !== undefined);
  const table = renderTable(
    [
      { title: "", cell: ({ title }) => title },
      { title: "original", cell: (row) => row.original ?? "-" },
      { title: "replay", cell: (row) => row.replay ?? "-" },
    ],
    cells,
    terminal,
  );
  return [table, ...remarks(view), ...texts(view, terminal)].join("\n\n");
}

function remarks({ request_redacted: isRedacted }: ReplayView): readonly string[] {
  return isRedacted
    ? ["Something in the captured request is, or may be, redacted: with it the answer may have been another."]
    : [];
}

function texts({ original, replay, same_text: isSame }: ReplayView, terminal: Terminal): readonly string[] {
  if (isSame === true) return [textPart("Both answers", original, terminal)];
  const parts = [textPart("Original answer", original, terminal), textPart("Replayed answer", replay, terminal)];
  if (original.text === null || replay.text === null) return parts;
  const lines = renderLines(diffLines(original.text, replay.text), terminal, Number.POSITIVE_INFINITY);
  return lines.length === 0 ? parts : [...parts, `${terminal.style("bold", "Difference")}\n${lines.join("\n")}`];
}

function textPart(title: string, { text, text_cut: isCut }: ReplaySide, terminal: Terminal): string {
  const head = `${terminal.style("bold", title)}${isCut ? terminal.style("dim", " (cut)") : ""}`;
  return `${head}\n${shownText(text)}`;
}

function shownText(text: string | null): string {
  if (text === null) return "(not captured)";
  return text === "" ? "(no text)" : printableText(text);
}
