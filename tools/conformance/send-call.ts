import { Agent, request as httpRequest } from "node:http";

export interface OutgoingCall {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** Called once, when the first bytes of the answer's body are there. */
  onFirstBytes(): void;
}

export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

/** A call that takes longer hangs. */
const longestCallMs = 60_000;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Sends a call over a socket of its own and reads the whole answer. Rejects when the connection breaks or hangs. */
export function sendCall(call: OutgoingCall): Promise<ReceivedAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: "127.0.0.1",
        port: call.port,
        method: call.method,
        path: call.path,
        agent,
        headers: { ...call.headers, ...(call.body === undefined ? {} : { "content-length": call.body.byteLength }) },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => {
          if (chunks.length === 0) call.onFirstBytes();
          chunks.push(chunk);
        });
        incoming.on("error", reject);
        incoming.on("end", () => {
          if (!incoming.complete) {
            reject(new Error("the answer broke off"));
            return;
          }
          const body = Buffer.concat(chunks);
          resolve({ status: incoming.statusCode ?? 0, headers: headerMap(incoming.rawHeaders), body });
        });
        incoming.on("aborted", () => reject(new Error("the answer broke off")));
      },
    );
    outgoing.setTimeout(longestCallMs, () => outgoing.destroy(new Error(`no answer within ${longestCallMs} ms`)));
    outgoing.on("error", reject);
    outgoing.end(call.body);
  });
}

/** Closes the connections that are kept alive. */
export function closeCalls(): void {
  agent.destroy();
}

function headerMap(raw: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    headers.set((raw[index] ?? "").toLowerCase(), raw[index + 1] ?? "");
  }
  return headers;
}
