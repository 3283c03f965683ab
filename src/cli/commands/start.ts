import { loadConfig } from "../../config/load-config.ts";
import { renderProblems } from "../../config/render-problems.ts";
import { HoldfastError } from "../../errors.ts";
import type { Config } from "../../config/config.ts";
import type { CommandContext } from "../command.ts";
import { defineCommand } from "../command.ts";
import { type ExitCode, exitCodes, UsageError } from "../exit-codes.ts";
import { firstCall } from "../first-call.ts";
import type { StartedGateway } from "../machine.ts";
import { requireLocal } from "../require-local.ts";
import { startBanner } from "../start-banner.ts";

const maxPort = 65_535;
/** What a shell says of a process that SIGINT ended. */
const interruptedStatus = 130;

export const start = defineCommand({
  name: "start",
  summary: "Start the gateway.",
  description:
    "Listens on 127.0.0.1:8787 with an embedded database, unless holdfast.yaml says otherwise. The first start shows a " +
    "key and an admin token, once. Ctrl-C or SIGTERM lets running calls end first; a second one stops at once.\n\n" +
    "With the embedded database the files in prompts/ and the routes of holdfast.yaml are applied now and whenever they " +
    "change. With a Postgres, which others may share, only what it does not know yet is added; the rest is for " +
    "`holdfast apply`.\n\nThe gateway's log goes to standard error.",
  localOnly: true,
  options: {
    port: { kind: "number", value: "<port>", says: "Port to listen on; 0 takes any free one." },
    host: { kind: "text", value: "<address>", says: "Address to listen on; 0.0.0.0 for all." },
    apply: {
      kind: "flag",
      says: "Apply the working tree, as it is always done with the embedded database, to the Postgres too.",
    },
  },
  examples: ["holdfast start", "holdfast start --port 9000 --config deploy/holdfast.yaml"],
  async run({ options }, context) {
    requireLocal(context);
    const { port, host, apply } = options;
    if (port !== undefined && (!Number.isInteger(port) || port > maxPort)) {
      throw new UsageError(`--port takes a whole number from 0 to ${maxPort}.`);
    }
    const { machine, shared } = context;
    const config = readConfig(context);
    const { configPath, dataDir } = shared;
    const gateway = await machine.startGateway({ configPath, dataDir, port, host, apply });
    announce(gateway, config, context);
    await stopSignal(context.signal);
    return await drain(gateway, context);
  },
});

/** As the gateway reads it, to know what to propose as a first call. */
function readConfig({ machine, shared }: CommandContext): Config {
  const { path, text } = machine.readConfigText(shared.configPath);
  const loaded = loadConfig({ text, env: machine.env });
  if (loaded.ok) return loaded.config;
  throw new HoldfastError("config-invalid", { message: `\n${renderProblems(loaded.problems, path)}` });
}

function announce(gateway: StartedGateway, config: Config, context: CommandContext): void {
  const { version, invocation, terminal } = context.machine;
  const { firstStart } = gateway;
  const value = {
    url: gateway.url,
    storage: gateway.storage,
    providers: gateway.providers,
    key_count: gateway.keyCount,
    first_start: firstStart === undefined ? null : { api_key: firstStart.apiKey, admin_token: firstStart.adminToken },
  };
  context.print(value, () => startBanner({ gateway, config, call: firstCall(config), version, invocation }, terminal));
}

function stopSignal(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function drain(gateway: StartedGateway, { machine, shared }: CommandContext): Promise<ExitCode> {
  const forget = machine.onStopSignal(() => machine.exitNow(interruptedStatus));
  if (!shared.json) machine.terminal.err("holdfast: letting running calls end; a second signal stops at once.");
  try {
    await gateway.drain();
    return exitCodes.ok.code;
  } finally {
    forget();
  }
}
