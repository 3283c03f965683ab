import { loadConfig } from "../../config/load-config.ts";
import type { Config } from "../../config/config.ts";
import type { CommandContext } from "../command.ts";
import { type CheckResult, fail, ok, reasonOf } from "./check.ts";

/** The configuration, when it can be read, and what is to be said of it. */
export function checkConfig({ machine, shared }: CommandContext): {
  readonly result: CheckResult;
  readonly config: Config | undefined;
} {
  const name = "configuration";
  try {
    const { path, text } = machine.readConfigText(shared.configPath);
    const loaded = loadConfig({ text, env: machine.env });
    if (loaded.ok) {
      const says = text === undefined ? `no ${path}; the defaults hold` : `${path} is valid`;
      return { result: ok(name, says), config: loaded.config };
    }
    const [first] = loaded.problems;
    const others = loaded.problems.length - 1;
    const more = others > 0 ? ` (and ${others} more)` : "";
    const says = `${path}:${first?.line ?? 1} ${first?.path ?? ""} ${first?.message ?? "is not valid"}${more}`;
    return { result: fail(name, says, `See all: ${machine.invocation} config check`), config: undefined };
  } catch (error) {
    return { result: fail(name, reasonOf(error), "Check the path given with --config."), config: undefined };
  }
}
