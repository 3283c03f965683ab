import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { clientMessages } from "./client-messages.ts";
import type { ClientMessages } from "./client-messages.ts";
import { closeStatementMessage, fatal, framesOf, queryMessage, syncMessage, textAt, welcome } from "./wire-messages.ts";

export interface WireServerOptions {
  /** The one backend: takes complete messages, gives its complete answer. What it throws is not caught: it is beyond use. */
  readonly backend: (messages: Uint8Array) => Uint8Array;
  /** Told to clients when they connect: `server_version` and the like. */
  readonly parameters: Readonly<Record<string, string>>;
  /** How long a client may leave a transaction open without sending anything. */
  readonly maxIdleInTransactionMs: number;
  /** How long one transaction may keep the others waiting in all. */
  readonly maxTransactionMs: number;
  readonly maxConnections: number;
}

interface Client {
  readonly socket: Socket;
  readonly messages: ClientMessages;
  readonly cycles: Buffer[];
  listening: boolean;
  /** It was told to go: what it still sends must not run outside of the transaction it believes to be in. */
  gone: boolean;
}

interface Hold {
  readonly client: Client;
  readonly since: number;
  readonly timer: NodeJS.Timeout;
}

/** An answer that its client does not read; more than this and the client is cut off. */
const maxUnreadBytes = 512 * 1024 * 1024;

/**
 * Serves the Postgres wire protocol for a database that has one backend. Clients take turns: a turn lasts from a
 * client's first message until the backend says it is idle (`ReadyForQuery` with `I`), so an open transaction, or a
 * statement that is described before it is run, is never mixed with another client's. What one client listens to is
 * heard by all that listen, since they share the backend's one session.
 */
export class WireServer {
  readonly #options: WireServerOptions;
  readonly #server: Server;
  readonly #clients = new Set<Client>();
  readonly #waiting: Client[] = [];
  /** Prepared statements whose clients left while another held the backend. */
  readonly #orphans: string[] = [];
  #hold: Hold | undefined;
  #scheduled = false;
  /** From then on the backend belongs to whoever closes it. */
  #closed = false;

  constructor(options: WireServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.maxConnections = options.maxConnections;
  }

  /** Resolves when connections are taken. Rejects when the socket cannot be made. */
  async listen(socketPath: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(socketPath, resolve);
    });
  }

  /** True when nobody is in a transaction or waiting: the time for housekeeping. */
  isIdle(): boolean {
    return this.#hold === undefined && this.#waiting.length === 0;
  }

  /** Ends every connection, rolls back what was open, stops listening. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    if (this.#hold !== undefined) this.#rollBack();
    this.#closed = true;
    for (const client of this.#clients) client.socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    const client: Client = { socket, messages: clientMessages(), cycles: [], listening: false, gone: false };
    this.#clients.add(client);
    socket.on("data", (chunk: Buffer) => this.#receive(client, chunk));
    // A broken socket is closed next, and `close` tidies up; there is nobody left to tell.
    socket.on("error", () => undefined);
    socket.on("close", () => this.#leave(client));
  }

  #receive(client: Client, chunk: Buffer): void {
    if (client.gone || this.#closed) return;
    for (const event of client.messages.read(chunk)) {
      if (event.kind === "encryption") client.socket.write("N");
      else if (event.kind === "startup") client.socket.write(welcome(this.#options.parameters));
      else if (event.kind === "end") dismiss(client);
      else this.#enqueue(client, event.bytes);
    }
  }

  #enqueue(client: Client, cycle: Buffer): void {
    client.cycles.push(cycle);
    if (client !== this.#hold?.client && !this.#waiting.includes(client)) this.#waiting.push(client);
    this.#schedule();
  }

  /** One turn a tick, so that sockets are read between turns. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#takeTurn();
    });
  }

  #takeTurn(): void {
    const client = this.#hold?.client ?? this.#waiting.shift();
    const cycle = client?.cycles.shift();
    if (client === undefined || cycle === undefined || this.#closed) return;
    const status = this.#answer(client, cycle);
    if (status === "I") this.#release();
    else this.#keep(client);
    const more = client.cycles.length > 0;
    if (more && this.#hold === undefined) this.#waiting.push(client);
    if (more || this.#waiting.length > 0) this.#schedule();
  }

  /** Runs one cycle and sends what comes of it. Returns the transaction status; undefined: the cycle is not over. */
  #answer(client: Client, cycle: Buffer): string | undefined {
    let status: string | undefined;
    const answer: Buffer[] = [];
    for (const { type, bytes } of framesOf(this.#run(cycle))) {
      if (type === "A") {
        this.#notify(bytes);
        continue;
      }
      if (type === "Z") status = String.fromCharCode(bytes[5] ?? 0);
      if (type === "C" && textAt(bytes, 5) === "LISTEN") client.listening = true;
      answer.push(bytes);
    }
    client.socket.write(Buffer.concat(answer));
    if (client.socket.writableLength > maxUnreadBytes) client.socket.destroy();
    return status;
  }

  #run(messages: Buffer): Buffer {
    const output = this.#options.backend(messages);
    return Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  }

  #notify(message: Buffer): void {
    for (const client of this.#clients) if (client.listening) client.socket.write(message);
  }

  #keep(client: Client): void {
    const since = this.#hold?.since ?? performance.now();
    clearTimeout(this.#hold?.timer);
    const left = this.#options.maxTransactionMs - (performance.now() - since);
    const waitMs = Math.max(0, Math.min(this.#options.maxIdleInTransactionMs, left));
    this.#hold = { client, since, timer: setTimeout(() => this.#evict(client), waitMs) };
  }

  #release(): void {
    clearTimeout(this.#hold?.timer);
    this.#hold = undefined;
    this.#forgetStatements();
  }

  #evict(client: Client): void {
    this.#rollBack();
    dismiss(client, fatal("25P03", "The transaction was open too long, and was rolled back."));
  }

  #rollBack(): void {
    // Sync first: a statement that was described and never run leaves the backend waiting for it.
    this.#run(Buffer.concat([syncMessage, queryMessage("rollback")]));
    this.#release();
    if (this.#waiting.length > 0) this.#schedule();
  }

  #leave(client: Client): void {
    this.#clients.delete(client);
    if (this.#closed) return;
    client.cycles.length = 0;
    const place = this.#waiting.indexOf(client);
    if (place !== -1) this.#waiting.splice(place, 1);
    this.#orphans.push(...client.messages.statements);
    if (this.#hold?.client === client) this.#rollBack();
    else if (this.#hold === undefined) this.#forgetStatements();
  }

  /** Statements live in the shared session; those of clients that left would stay for good. */
  #forgetStatements(): void {
    if (this.#orphans.length === 0) return;
    this.#run(Buffer.concat([...this.#orphans.splice(0).map(closeStatementMessage), syncMessage]));
  }
}

function dismiss(client: Client, lastWords?: Buffer): void {
  client.gone = true;
  client.cycles.length = 0;
  if (lastWords === undefined) client.socket.end();
  else client.socket.end(lastWords);
}
