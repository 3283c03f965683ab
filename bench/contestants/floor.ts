/** The floor: a bare `node:http` + undici `dispatch` proxy. Usage: `node floor.ts <port> <upstream origin>`. */
import { createServer } from "node:http";
import { Pool } from "undici";
import { forward } from "./forward.ts";

const upstream = new Pool(process.argv[3] ?? "", { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
createServer((incoming, response) => forward(incoming, response, upstream)).listen(
  Number(process.argv[2]),
  "127.0.0.1",
  4096,
);
