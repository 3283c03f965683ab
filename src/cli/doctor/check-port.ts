import { createServer } from "node:net";
import { parseJson } from "../../lib/parse-json.ts";
import { type CheckResult, type DoctorFacts, fail, ok } from "./check.ts";

const patienceMs = 2_000;

/** Is the port free, or is it the Holdfast of this data directory that listens there? */
export async function checkPort({ context, config, dataDir }: DoctorFacts): Promise<CheckResult> {
  const { host, port } = config.server;
  const name = "port";
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const failure = await tryListening(host, port);
  if (failure === undefined) return ok(name, port === 0 ? "any free one" : `${address} is free`);
  if (failure === "EADDRINUSE") {
    const { inUse } = await context.machine.spoolBacklog(dataDir);
    const listens = (await isHoldfast(host, port)) ? "a Holdfast gateway" : "something else";
    if (inUse && listens === "a Holdfast gateway") return ok(name, `${listens} runs on ${address}`);
    const whose = listens === "a Holdfast gateway" ? `${listens} of another data directory` : listens;
    return fail(name, `${whose} listens on ${address}`, "Stop it, or choose another: server.port, or --port.");
  }
  return fail(name, `listening on ${address} fails: ${failure}`, "Choose another: server.host and server.port.");
}

/** The code of the failure; undefined: it worked. */
function tryListening(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => resolve(undefined));
    });
  });
}

async function isHoldfast(host: string, port: number): Promise<boolean> {
  const reachable =
    host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${reachable}:${port}/livez`, {
      redirect: "error",
      signal: AbortSignal.timeout(patienceMs),
    });
    const parsed = parseJson(await answer.text(), { maxBytes: 4_096 });
    return parsed.ok && JSON.stringify(parsed.value) === '{"status":"alive"}';
  } catch {
    // Whatever it is, it does not speak as a gateway does.
    return false;
  }
}
