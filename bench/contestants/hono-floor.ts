/**
 * The floor in Hono's shape: its router and server adapter around the same forwarding, writing to the outgoing
 * response directly. Usage: `node hono-floor.ts <port> <upstream origin>`.
 */
import { createServer } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { Pool } from "undici";
import { forward } from "./forward.ts";

const upstream = new Pool(process.argv[3] ?? "", { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const app = new Hono<{ Bindings: HttpBindings }>();
app.get("/livez", (context) => context.text("ok"));
app.all("/v1/*", (context) => {
  forward(context.env.incoming, context.env.outgoing, upstream);
  return RESPONSE_ALREADY_SENT;
});
const listener = getRequestListener(app.fetch);
createServer((incoming, outgoing) => void listener(incoming, outgoing)).listen(
  Number(process.argv[2]),
  "127.0.0.1",
  4096,
);
