import type { CommandContext } from "./command.ts";
import { UsageError } from "./exit-codes.ts";

/** Refuses `--url` for a command that only makes sense on this machine, rather than leaving it unheard. */
export function requireLocal({ shared }: Pick<CommandContext, "shared">): void {
  if (shared.url !== undefined) throw new UsageError("This command works on this machine only; leave out --url.");
}
