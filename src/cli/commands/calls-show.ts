import type { CallDetail, CallView } from "../../ledger/call-view.ts";
import { printableText } from "../../lib/printable-text.ts";
import { costOf, tokensOf } from "../call-texts.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatBytes } from "../format-bytes.ts";
import { formatDollars } from "../format-dollars.ts";
import { formatMilliseconds, formatTime } from "../format-time.ts";
import { renderFields } from "../table.ts";
import type { Terminal } from "../terminal.ts";

type Fields = readonly (readonly [name: string, value: string | undefined])[];

const shownScoreDigits = 2;

export const callsShow = defineCommand({
  name: "calls show",
  summary: "Show all that the ledger has on one call.",
  description:
    "With the bodies of its request and answer, where the capture policy kept them (redacted). The id is in the " +
    "answer's holdfast-call-id header, and in `calls list`; it may be cut as there.",
  arguments: [{ name: "id", says: "The call's id, or its beginning from 13 characters on.", required: true }],
  options: {},
  examples: ["holdfast calls show 019abc12-3456", "holdfast calls show 019abc12-3456 --json"],
  async run(input, context) {
    const client = await context.client();
    const detail = await client.calls.show(input.arguments[0] ?? "");
    context.print(detail, () => render(detail, context.machine.terminal));
    return exitCodes.ok.code;
  },
});

function render(detail: CallDetail, terminal: Terminal): string {
  const { call } = detail;
  const groups: readonly (readonly [title: string, fields: Fields])[] = [
    ["Call", callFields(call)],
    ["Route", routeFields(call)],
    ["Usage", usageFields(call)],
    ["Cost", costFields(call)],
    ["Time", timeFields(call)],
    ["Labels", labelFields(call)],
    ["Guards", guardFields(call)],
  ];
  const shown = groups
    .map(([title, fields]) => ({ title, text: renderFields(fields, terminal) }))
    .filter(({ text }) => text !== "")
    .map(({ title, text }) => `${terminal.style("bold", title)}\n${text}`);
  return [...shown, ...bodyTexts(detail, terminal)].join("\n\n");
}

function callFields(call: CallView): Fields {
  return [
    ["id", call.id],
    ["started", `${formatTime(call.started_at)} (${call.started_at})`],
    ["project", call.project],
    ["key", call.key_id],
    ["outcome", call.outcome],
    ["status", String(call.status)],
    ["error", call.error_code],
    ["finish reason", call.finish_reason],
    ["attempts", String(call.attempts)],
    ["dialect", call.dialect],
    ["operation", call.stream ? `${call.operation}, streamed` : call.operation],
    ["provider's id", call.provider_request_id],
    ["configuration", call.config_hash],
  ];
}

function routeFields(call: CallView): Fields {
  return [
    ["route", call.route],
    ["release", call.release],
    ["prompt", call.prompt],
    ["target", call.target],
    ["asked for", call.requested_model],
    ["answered by", call.answering_model],
    ["fingerprint", call.system_fingerprint],
  ];
}

function guardFields(call: CallView): Fields {
  return [
    ["verdict", call.guard_verdict],
    ...(call.findings ?? []).map(
      ({ detector, kind, score, pointer }) =>
        [detector, `${kind} ${score.toFixed(shownScoreDigits)} at ${pointer === "" ? "-" : pointer}`] as const,
    ),
  ];
}

function usageFields(call: CallView): Fields {
  const count = (value: number | undefined): string | undefined => value?.toLocaleString("en-US");
  return [
    ["input", count(call.input_tokens)],
    ["of it cached", count(call.cache_read_tokens)],
    ["cache write 5m", count(call.cache_write_5m_tokens)],
    ["cache write 1h", count(call.cache_write_1h_tokens)],
    ["input audio", count(call.input_audio_tokens)],
    ["output", count(call.output_tokens)],
    ["of it reasoning", count(call.reasoning_tokens)],
    ["output audio", count(call.output_audio_tokens)],
    ["tool units", count(call.tool_units)],
    ["search units", count(call.search_units)],
    ["said by", call.usage_source],
  ];
}

function costFields(call: CallView): Fields {
  if (call.cost_nanodollars === null) return [["cost", `${costOf(call)} (${whyNoCost(call)})`]];
  return [
    ["cost", `${formatDollars(call.cost_nanodollars)} (${call.cost_nanodollars.toLocaleString("en-US")} nano-dollars)`],
    ["price from", [call.price_source, call.price_version].filter((part) => part !== undefined).join(" ")],
  ];
}

function whyNoCost(call: CallView): string {
  if (call.attempts === 0) return "no provider was asked";
  return tokensOf(call) === "-" ? "nobody said what was used" : "the price of this model is not known";
}

function timeFields(call: CallView): Fields {
  return [
    ["first token", call.ttft_ms === undefined ? undefined : formatMilliseconds(call.ttft_ms)],
    ["latency", formatMilliseconds(call.latency_ms)],
    ["gateway's share", formatMilliseconds(call.overhead_ms)],
    ["request", formatBytes(call.request_bytes)],
    ["answer", formatBytes(call.response_bytes)],
  ];
}

function labelFields(call: CallView): Fields {
  const tags = Object.entries(call.tags ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .toSorted();
  return [
    ["tags", tags.join(", ")],
    ["user", call.end_user],
    ["session", call.session],
  ];
}

function bodyTexts({ bodies }: CallDetail, terminal: Terminal): readonly string[] {
  if (bodies === null) return [];
  const part = (title: string, text: string | undefined, note: string): readonly string[] =>
    text === undefined
      ? []
      : [`${terminal.style("bold", title)}${terminal.style("dim", note)}\n${printableText(text)}`];
  const note = (encoding: string | undefined, truncated: boolean | undefined): string =>
    [encoding === "base64" ? " (base64)" : "", truncated === true ? " (cut)" : ""].join("");
  return [
    ...part("Request", bodies.request, note(bodies.request_encoding, bodies.request_truncated)),
    ...part("Answer", bodies.response, note(bodies.response_encoding, bodies.response_truncated)),
  ];
}
