import type { Server } from "node:http";

import { HoldfastError } from "../errors.ts";

/** Starts listening; resolves with the port. Rejects with `config-invalid` when the address cannot be had. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(new HoldfastError("config-invalid", { message: describe(cause, host, port), cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function describe(cause: NodeJS.ErrnoException, host: string, port: number): string {
  switch (cause.code) {
    case "EADDRINUSE":
      return `Something listens on ${host}:${port} already; stop it, or choose another with --port.`;
    case "EACCES":
      return `Port ${port} needs more rights; choose one above 1023 with --port.`;
    case "EADDRNOTAVAIL":
      return `This machine has no address ${host}; set server.host to one it has, or 127.0.0.1.`;
    default:
      return `Listening on ${host}:${port} failed: ${cause.code ?? cause.message}.`;
  }
}
