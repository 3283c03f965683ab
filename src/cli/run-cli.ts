import { CommanderError } from "commander";
import { describeError } from "../lib/describe-error.ts";
import { printableText } from "../lib/printable-text.ts";
import { buildProgram } from "./build-program.ts";
import type { ControlClient } from "./client.ts";
import type { Command, CommandContext, SharedOptions } from "./command.ts";
import { commands } from "./commands.ts";
import { explainError } from "./explain-error.ts";
import { type ExitCode, RemoteError, exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { Machine } from "./machine.ts";

const tokenVariable = "HOLDFAST_TOKEN";
const debugVariable = "HOLDFAST_DEBUG";

/** Runs one command line (without the program's name) and says with which status to exit. Never throws. */
export async function runCli(argv: readonly string[], machine: Machine): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.ok.code;
  const program = buildProgram(commands, machine, async (command, raw, given) => {
    exit = await runCommand(command, { raw, given }, machine);
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return exitOfCommander(error, argv);
    report(error, machine, argv.includes("--json"));
    return exitCodeOf(error);
  }
}

/** Help that was asked for is an answer; commander has written everything else to standard error already. */
function exitOfCommander(error: CommanderError, argv: readonly string[]): ExitCode {
  const asked = error.exitCode === 0 || argv.length === 0;
  return asked ? exitCodes.ok.code : exitCodes.usage.code;
}

interface Invocation {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly given: readonly (string | undefined)[];
}

async function runCommand(command: Command, { raw, given }: Invocation, machine: Machine): Promise<ExitCode> {
  const shared = readShared(raw);
  const ending = new AbortController();
  const forget = machine.onStopSignal(() => ending.abort());
  let client: ControlClient | undefined;
  const context: CommandContext = {
    machine,
    shared,
    signal: ending.signal,
    async client(options = {}) {
      client ??= await openClient(shared, machine, options.mayCreate === true);
      return client;
    },
    print(value, text) {
      machine.terminal.out(shared.json ? JSON.stringify(value) : text());
    },
  };
  try {
    return await command.run(raw, given, context);
  } finally {
    forget();
    await client?.close();
  }
}

function readShared(raw: Readonly<Record<string, unknown>>): SharedOptions {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    json: raw["json"] === true,
    url: text("url"),
    token: text("token"),
    configPath: text("config"),
    dataDir: text("data-dir"),
  };
}

async function openClient(shared: SharedOptions, machine: Machine, mayCreate: boolean): Promise<ControlClient> {
  if (shared.url === undefined) {
    const { createLocalClient } = await import("./local-client.ts");
    return createLocalClient(await machine.openLocal(shared, mayCreate), machine.clock);
  }
  const { createRemoteClient } = await import("./remote-client.ts");
  const warn = (text: string): void => machine.terminal.err(`holdfast: ${text}`);
  return createRemoteClient({ url: shared.url, token: shared.token ?? machine.env[tokenVariable], warn });
}

/** Tells what went wrong: a sentence for people, or the code and the sentence for programs. */
function report(error: unknown, machine: Machine, asJson: boolean): void {
  const { terminal, env } = machine;
  const message = explainError(error);
  if (asJson) {
    const code = error instanceof RemoteError ? error.code : describeError(error)["code"];
    terminal.err(JSON.stringify({ error: { code: code ?? exitName(error), message } }));
  } else {
    terminal.err(`${terminal.style("red", "holdfast:")} ${printableText(message)}`);
  }
  if (env[debugVariable] === "1") terminal.err(JSON.stringify(describeError(error), undefined, 2));
}

function exitName(error: unknown): string {
  const wanted = exitCodeOf(error);
  return Object.entries(exitCodes).find(([, { code }]) => code === wanted)?.[0] ?? "failed";
}
