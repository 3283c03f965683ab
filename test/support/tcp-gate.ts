import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";

export interface TcpGate {
  readonly port: number;
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** From now on connections stay open, and nothing goes through. */
  freeze(): void;
}

/** Stands between a client and a real service, so that a test can take the service away. */
export async function tcpGate(target: { readonly host: string; readonly port: number }): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const accept = (client: Socket): void => {
    const service = connect(target.port, target.host);
    const pairs: readonly (readonly [Socket, Socket])[] = [
      [client, service],
      [service, client],
    ];
    for (const [from, to] of pairs) {
      sockets.add(from);
      from.on("data", (chunk: Buffer) => {
        if (!frozen) to.write(chunk);
      });
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  };
  let server = await listen(accept, 0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  const { port } = address;
  return {
    port,
    async shut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async open() {
      frozen = false;
      server = await listen(accept, port);
    },
    freeze() {
      frozen = true;
    },
  };
}

async function listen(accept: (socket: Socket) => void, port: number): Promise<Server> {
  const server = createServer(accept);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}
