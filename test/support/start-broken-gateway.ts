import { createServer, request as httpRequest } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CallRecord, LedgerEntry } from "../../src/ledger/call-record.ts";
import { startGateway } from "../../tools/conformance/start-gateway.ts";
import type { ReplayGateway } from "../../tools/conformance/start-gateway.ts";

/** One thing that a gateway does wrong. */
export interface Breakage {
  readonly path?: (path: string) => string;
  readonly request?: (body: string) => string;
  readonly twice?: boolean;
  readonly answer?: (body: string) => string;
  readonly status?: number;
  readonly dropHeader?: string;
  /** Sends an answer when it has all of it. */
  readonly gather?: boolean;
  readonly rows?: (rows: readonly LedgerEntry[]) => readonly LedgerEntry[];
  readonly row?: { readonly [Key in keyof CallRecord]?: CallRecord[Key] | undefined };
}

/** Starts a real gateway behind a door that breaks one thing, and is otherwise as good as none. */
export function startBrokenGateway(breakage: Breakage): typeof startGateway {
  return async (options) => {
    const gateway = await startGateway(options);
    const door = createServer((request, response) => void pass(request, response, { breakage, gateway }));
    await new Promise<void>((resolve) => {
      door.listen(0, "127.0.0.1", resolve);
    });
    return {
      ...gateway,
      port: (door.address() as AddressInfo).port,
      ledger: {
        ...gateway.ledger,
        take: (callId) => brokenRows(gateway.ledger.take(callId), breakage),
      },
      async close() {
        door.closeAllConnections();
        door.close();
        await gateway.close();
      },
    };
  };
}

function brokenRows(rows: readonly LedgerEntry[], { row, rows: change }: Breakage): readonly LedgerEntry[] {
  const changed = rows.map((entry) => ({ ...entry, call: { ...entry.call, ...row } as CallRecord }));
  return change === undefined ? changed : change(changed);
}

interface Door {
  readonly breakage: Breakage;
  readonly gateway: ReplayGateway;
}

async function pass(request: IncomingMessage, response: ServerResponse, door: Door): Promise<void> {
  const { breakage } = door;
  const body = await read(request);
  const sent = breakage.request === undefined ? body : Buffer.from(breakage.request(body.toString("utf8")));
  if (breakage.twice === true) await read(await ask(request, sent, door));
  const answer = await ask(request, sent, door);
  const headers = { ...answer.headers };
  if (breakage.dropHeader !== undefined) delete headers[breakage.dropHeader];
  response.statusCode = breakage.status ?? answer.statusCode ?? 0;
  if (breakage.answer !== undefined || breakage.gather === true) delete headers["content-length"];
  response.setHeaders(new Map(Object.entries(headers).map(([name, value]) => [name, value ?? ""])));
  await sendBroken(answer, response, breakage);
}

async function sendBroken(answer: IncomingMessage, response: ServerResponse, breakage: Breakage): Promise<void> {
  const change = breakage.answer ?? ((text: string) => text);
  const isStream = answer.headers["content-type"]?.startsWith("text/event-stream") === true;
  if (breakage.gather === true || (breakage.answer !== undefined && !isStream)) {
    response.end(change((await read(answer)).toString("utf8")));
    return;
  }
  for await (const chunk of answer) response.write(breakage.answer === undefined ? chunk : change(String(chunk)));
  response.end();
}

function ask(request: IncomingMessage, body: Buffer, { breakage, gateway }: Door): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, url = "", headers } = request;
    const path = breakage.path?.(url) ?? url;
    const length = body.length === 0 ? {} : { "content-length": String(body.length) };
    const outgoing = httpRequest(
      { host: "127.0.0.1", port: gateway.port, method, path, headers: { ...headers, ...length } },
      resolve,
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
