import { Command as CommanderCommand, Option } from "commander";
import type { Command, OptionSpec } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Machine } from "./machine.ts";
import { sharedOptions } from "./shared-options.ts";

const about = "An LLM gateway that keeps applications steady while models and prompts move under them.";

const nouns: Readonly<Record<string, string>> = {
  config: "Check, explain and describe holdfast.yaml.",
  keys: "Make, list and revoke API keys.",
  calls: "Read the ledger: one row for every call.",
  prompts: "Prompt files, and the registry's prompts: their versions and labels.",
  guards: "Screen texts, and measure what screening costs.",
  releases: "A route's releases: all that decides its answers.",
  audit: "Who changed what, and when.",
  prices: "What models cost, and pricing calls anew.",
};

type Run = (
  command: Command,
  raw: Readonly<Record<string, unknown>>,
  given: readonly (string | undefined)[],
) => Promise<void>;

/** The command line's parser and its help, made from the commands' data. */
export function buildProgram(commands: readonly Command[], machine: Machine, run: Run): CommanderCommand {
  const { terminal } = machine;
  const program = new CommanderCommand("holdfast")
    .description(about)
    .version(machine.version, "-V, --version", "Show the version.")
    .helpOption("-h, --help", "Show this help.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      outputError: (text, write) => write(text.replace(/^error: /, "holdfast: ")),
      getOutHelpWidth: () => terminal.columns ?? defaultWidth,
      getErrHelpWidth: () => terminal.columns ?? defaultWidth,
    })
    .showHelpAfterError("Add --help to see what can be written.")
    .helpCommand("help [command]", "Show the help of a command.")
    .addHelpText("after", `\n${exitTable()}\n\nStart with: ${machine.invocation} start`);
  const groups = new Map<string, CommanderCommand>();
  for (const command of commands) {
    const [noun = "", verb] = command.name.split(" ");
    const parent = verb === undefined ? program : groupOf(noun, program, groups);
    addCommand(parent, { command, name: verb ?? noun, invocation: machine.invocation }, run);
  }
  return program;
}

const defaultWidth = 100;

function groupOf(noun: string, program: CommanderCommand, groups: Map<string, CommanderCommand>): CommanderCommand {
  const known = groups.get(noun);
  if (known !== undefined) return known;
  const made = program
    .command(noun)
    .description(nouns[noun] ?? "")
    .helpOption("-h, --help", "Show this help.");
  groups.set(noun, made);
  return made;
}

interface Addition {
  readonly command: Command;
  readonly name: string;
  readonly invocation: string;
}

function addCommand(parent: CommanderCommand, { command, name, invocation }: Addition, run: Run): void {
  const made = parent
    .command(name)
    .summary(command.summary)
    .description(`${command.summary}\n\n${command.description}`)
    .helpOption("-h, --help", "Show this help.");
  for (const argument of command.arguments ?? []) {
    const shown = `${argument.name}${argument.many === true ? "..." : ""}`;
    made.argument(argument.required ? `<${shown}>` : `[${shown}]`, argument.says);
  }
  const options = { ...command.options, ...sharedOptions };
  for (const [option, spec] of Object.entries<OptionSpec>(options)) made.addOption(toOption(option, spec));
  const examples = command.examples.map((example) => `  ${example.replace(/^holdfast/, invocation)}`).join("\n");
  made.addHelpText("after", `\nExamples:\n${examples}`);
  made.action(async (...received: unknown[]) => {
    const given = received
      .slice(0, command.arguments?.length ?? 0)
      // An argument of many values comes as their list.
      .flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]))
      .map((value) => (typeof value === "string" ? value : undefined));
    await run(command, rawOptions(made, Object.keys(options)), given);
  });
}

function toOption(name: string, spec: OptionSpec): Option {
  const option = new Option(spec.kind === "flag" ? `--${name}` : `--${name} ${spec.value}`, spec.says);
  if (spec.kind !== "list") return option;
  return option.argParser((value: string, before: unknown) => [
    ...(Array.isArray(before) ? before.map(String) : []),
    value,
  ]);
}

/** Commander keeps values under names in camel case; the data's names are the flags'. */
function rawOptions(made: CommanderCommand, names: readonly string[]): Readonly<Record<string, unknown>> {
  const found: Readonly<Record<string, unknown>> = made.opts();
  const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(names.map((name) => [name, found[camel(name)]]));
}

function exitTable(): string {
  const rows = Object.values(exitCodes).map(({ code, says }) => `  ${code}  ${says}`);
  return `Exit status:\n${rows.join("\n")}`;
}
