import type { Config } from "../config/config.ts";
import { loadConfig } from "../config/load-config.ts";
import { renderProblems } from "../config/render-problems.ts";
import { HoldfastError } from "../errors.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads a configuration's text completely. Throws `config-invalid` whose message lists every problem, one a line.
 * `file` is the name that problems are shown under.
 */
export function readConfig(text: string | undefined, file: string, env: Env): Config {
  const loaded = loadConfig({ text, env });
  if (loaded.ok) return loaded.config;
  throw new HoldfastError("config-invalid", { message: `\n${renderProblems(loaded.problems, file)}` });
}
