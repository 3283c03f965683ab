import { connect } from "node:net";

/** Sends exact bytes over a new connection and returns everything that came back until it closed or `quietMs` passed. */
export function sendRaw(url: string, bytes: string | Uint8Array, quietMs = 300): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let received = "";
    let timer: NodeJS.Timeout | undefined;
    const finish = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      clearTimeout(timer);
      timer = setTimeout(finish, quietMs);
    });
    socket.on("close", finish);
    socket.on("error", reject);
    timer = setTimeout(finish, 5_000);
  });
}
