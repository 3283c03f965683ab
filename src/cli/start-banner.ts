import type { Config } from "../config/config.ts";
import type { FirstCall } from "./first-call.ts";
import type { StartedGateway } from "./machine.ts";
import { oneLine } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export interface BannerFacts {
  readonly gateway: StartedGateway;
  readonly config: Config;
  readonly call: FirstCall;
  readonly version: string;
  readonly invocation: string;
}

const indent = "  ";

/** What a person needs after a start: where it listens, what to call it with, and a call that works as it is printed. */
export function startBanner(facts: BannerFacts, terminal: Terminal): string {
  const { gateway, version } = facts;
  const head = `${terminal.style("green", "●")} ${terminal.style("bold", `Holdfast ${version}`)} listens on ${terminal.style("cyan", gateway.url)}`;
  const sections = [
    origin(facts, terminal),
    keys(facts, terminal),
    firstCallText(facts, terminal),
    sdks(facts, terminal),
    next(facts, terminal),
  ];
  const body = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => indent + line).join("\n"));
  return ["", indent + head, "", body.join("\n\n"), ""].join("\n");
}

function origin({ gateway, config }: BannerFacts, terminal: Terminal): readonly string[] {
  const row = (name: string, value: string): string => `${terminal.style("dim", name.padEnd(11))}${oneLine(value)}`;
  const onlyEcho = Object.values(config.providers).every(({ kind }) => kind === "echo");
  return [
    row("Ledger", gateway.storage),
    row("Providers", gateway.providers.join(", ")),
    ...(onlyEcho
      ? [row("", "echo answers by itself. Set OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY for real models.")]
      : []),
  ];
}

function keys({ gateway, config, invocation }: BannerFacts, terminal: Terminal): readonly string[] {
  const { firstStart, keyCount } = gateway;
  const making = `${invocation} keys create --name my-app`;
  if (config.auth === "none")
    return [terminal.style("yellow", "auth: none. Everybody on this machine may call, without a key.")];
  if (firstStart === undefined) {
    const has = keyCount === 1 ? "1 key exists" : `${keyCount} keys exist`;
    return [`${has}. Make another: ${terminal.style("cyan", making)}`];
  }
  return [
    terminal.style("yellow", "Keep these two. They are shown now and never again."),
    `${terminal.style("dim", "API key".padEnd(13))}${terminal.style("bold", firstStart.apiKey)}  for applications`,
    `${terminal.style("dim", "Admin token".padEnd(13))}${terminal.style("bold", firstStart.adminToken)}  for --url and /api`,
  ];
}

function firstCallText(facts: BannerFacts, terminal: Terminal): readonly string[] {
  const { gateway, call, config } = facts;
  const key = config.auth === "none" ? [] : [call.keyHeader(keyText(facts))];
  const headers = [...key, "content-type: application/json", ...call.otherHeaders];
  return [
    terminal.style("bold", "Try it"),
    ...[
      `curl ${gateway.url}${call.path} \\`,
      ...headers.map((header) => `  -H "${header}" \\`),
      `  -d '${call.body}'`,
    ].map((line) => terminal.style("cyan", line)),
  ];
}

/** On later starts nobody knows a key any more: the line then takes it from the environment. */
function keyText({ gateway }: BannerFacts): string {
  return gateway.firstStart?.apiKey ?? "$HOLDFAST_KEY";
}

function sdks({ gateway }: BannerFacts, terminal: Terminal): readonly string[] {
  const { url } = gateway;
  return [
    terminal.style("bold", "Point SDKs here, with the key above as theirs"),
    `OPENAI_BASE_URL=${url}/v1`,
    `ANTHROPIC_BASE_URL=${url}`,
    `GOOGLE_GEMINI_BASE_URL=${url}`,
  ];
}

function next({ invocation }: BannerFacts, terminal: Terminal): readonly string[] {
  return [
    `Watch calls: ${terminal.style("cyan", `${invocation} calls tail`)}   Check everything: ${terminal.style("cyan", `${invocation} doctor`)}`,
  ];
}
