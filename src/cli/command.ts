import type { ControlClient } from "./client.ts";
import { type ExitCode, UsageError } from "./exit-codes.ts";
import type { Machine, Place } from "./machine.ts";

/** An option as data: it becomes a flag of the command line, a line of its help, and a row of docs/cli.md. */
export type OptionSpec =
  | { readonly kind: "text"; readonly value: string; readonly says: string; readonly required?: true }
  /** May be given several times. */
  | { readonly kind: "list"; readonly value: string; readonly says: string }
  | { readonly kind: "number"; readonly value: string; readonly says: string }
  | { readonly kind: "flag"; readonly says: string };

type OptionValue<Spec extends OptionSpec> = Spec extends { readonly kind: "flag" }
  ? boolean
  : Spec extends { readonly kind: "list" }
    ? readonly string[] | undefined
    : Spec extends { readonly kind: "number" }
      ? number | undefined
      : Spec extends { readonly required: true }
        ? string
        : string | undefined;

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
type OptionValues<Specs extends OptionSpecs> = { readonly [Name in keyof Specs]: OptionValue<Specs[Name]> };

export interface ArgumentSpec {
  readonly name: string;
  readonly says: string;
  readonly required: boolean;
  /** Takes all that follows: the last argument only. */
  readonly many?: true;
}

/** The options that every command has. */
export interface SharedOptions extends Place {
  readonly json: boolean;
  readonly url: string | undefined;
  readonly token: string | undefined;
}

/** What a command works with. It does not know where its verbs run. */
export interface CommandContext {
  readonly machine: Machine;
  readonly shared: SharedOptions;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Opens the client: in this process, or of the gateway that `--url` names. It is closed after the command. */
  client(options?: { readonly mayCreate?: boolean }): Promise<ControlClient>;
  /** Writes an answer: the value as one line of JSON with `--json`, else the text. */
  print(value: unknown, text: () => string): void;
}

interface CommandShape<Specs extends OptionSpecs> {
  /** `keys create`, `start`. */
  readonly name: string;
  /** One line for lists of commands. */
  readonly summary: string;
  /** What a person should know before running it; paragraphs are separated by empty lines. */
  readonly description: string;
  /** Runs here only: `--url` makes no sense. */
  readonly localOnly?: true;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options: Specs;
  readonly examples: readonly string[];
  run(
    input: { readonly options: OptionValues<Specs>; readonly arguments: readonly (string | undefined)[] },
    context: CommandContext,
  ): Promise<ExitCode>;
}

/** A command whose options' types were forgotten, so that commands can stand in one list. */
export interface Command extends Omit<CommandShape<OptionSpecs>, "run"> {
  /** `raw` is what the command line's parser found, by the options' names. */
  run(
    raw: Readonly<Record<string, unknown>>,
    given: readonly (string | undefined)[],
    context: CommandContext,
  ): Promise<ExitCode>;
}

/** Makes a command of its data and its verb; the verb gets its options typed as the data say. */
export function defineCommand<const Specs extends OptionSpecs>(shape: CommandShape<Specs>): Command {
  return {
    ...shape,
    run: (raw, given, context) => shape.run({ options: readOptions(shape.options, raw), arguments: given }, context),
  };
}

function readOptions<Specs extends OptionSpecs>(
  specs: Specs,
  raw: Readonly<Record<string, unknown>>,
): OptionValues<Specs> {
  const values = Object.entries(specs).map(([name, spec]) => [name, readOption(name, spec, raw[name])] as const);
  // oxlint-disable-next-line typescript/consistent-type-assertions -- readOption gives each kind the type OptionValue says
  return Object.fromEntries(values) as OptionValues<Specs>;
}

function readOption(
  name: string,
  spec: OptionSpec,
  raw: unknown,
): boolean | number | string | readonly string[] | undefined {
  switch (spec.kind) {
    case "flag":
      return raw === true;
    case "list":
      return Array.isArray(raw) ? raw.map(String) : undefined;
    case "number":
      return typeof raw === "string" ? readNumber(name, raw) : undefined;
    case "text":
      if (typeof raw === "string") return raw;
      if (spec.required === true) throw new UsageError(`--${name} ${spec.value} is missing: ${spec.says}`);
      return undefined;
  }
}

const numberPattern = /^\d{1,12}(?:\.\d{1,6})?$/;

function readNumber(name: string, text: string): number {
  if (numberPattern.test(text)) return Number(text);
  throw new UsageError(`--${name} takes a number, and "${text.slice(0, 32)}" is none.`);
}
