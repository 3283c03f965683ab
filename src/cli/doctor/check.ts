import type { CommandContext } from "../command.ts";
import type { Config } from "../../config/config.ts";
import { explainError } from "../explain-error.ts";

/** What one check found. */
export interface CheckResult {
  readonly name: string;
  readonly status: "ok" | "warn" | "fail";
  readonly says: string;
  /** What to do about it; absent when nothing needs to be. */
  readonly todo?: string;
}

export interface DoctorFacts {
  readonly context: CommandContext;
  readonly config: Config;
  /** Absolute. */
  readonly dataDir: string;
}

export function ok(name: string, says: string): CheckResult {
  return { name, status: "ok", says };
}

export function warn(name: string, says: string, todo: string): CheckResult {
  return { name, status: "warn", says, todo };
}

export function fail(name: string, says: string, todo: string): CheckResult {
  return { name, status: "fail", says, todo };
}

/** The reason why something failed, in a few words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The system's own errors say it shortest; the codes of ours are for programs.
  if (error.name === "Error" && "code" in error && typeof error.code === "string") return error.code;
  return explainError(error);
}
