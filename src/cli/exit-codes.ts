import { HoldfastError } from "../errors.ts";

/** What the command's exit status says; scripts rely on it. */
export const exitCodes = {
  ok: { code: 0, says: "it worked" },
  failed: { code: 1, says: "it failed, or something was not found" },
  usage: { code: 2, says: "the command was not written right: unknown option, bad value" },
  config: {
    code: 3,
    says: "the configuration or a prompt file is not valid, or what it asks for cannot be had (a port, a secret)",
  },
  unreachable: { code: 4, says: "the gateway or the database cannot be reached" },
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]["code"];

/** A command that was not written right. The message says what to write. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A gateway that does not answer, or answers like none. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** A refusal or failure that a remote gateway reported, with its code from the catalogue. */
export class RemoteError extends Error {
  override readonly name = "RemoteError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const byErrorCode: ReadonlyMap<string, ExitCode> = new Map([
  ["request-invalid", exitCodes.usage.code],
  ["config-invalid", exitCodes.config.code],
  ["tree-invalid", exitCodes.config.code],
  ["store-unavailable", exitCodes.unreachable.code],
]);

/** The exit status for something that was thrown. */
export function exitCodeOf(thrown: unknown): ExitCode {
  if (thrown instanceof UsageError) return exitCodes.usage.code;
  if (thrown instanceof UnreachableError) return exitCodes.unreachable.code;
  if (thrown instanceof HoldfastError || thrown instanceof RemoteError) {
    return byErrorCode.get(thrown.code) ?? exitCodes.failed.code;
  }
  return exitCodes.failed.code;
}
