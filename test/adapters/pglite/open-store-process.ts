/**
 * A process of its own that opens the embedded store of the directory in its first argument, and does as told: each
 * line on its input is a number of calls to insert, or `close`. It answers with one line each, of JSON.
 */
import { createInterface } from "node:readline";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openEmbeddedStore } from "../../../src/adapters/pglite/open-embedded-store.ts";
import { buildCall } from "../../support/call-builder.ts";

const { store, database } = await openEmbeddedStore({
  dataDir: process.argv[2] ?? "",
  migrations: await readMigrations(),
});
console.log(JSON.stringify({ isOwner: database.isOwner() }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "close") break;
  const calls = Array.from({ length: Number(line) }, () => buildCall());
  await store.calls.insertEncoded(
    calls.map((call) => JSON.stringify(call)),
    [],
  );
  console.log(JSON.stringify({ isOwner: database.isOwner(), ids: calls.map((call) => call.id) }));
}
await store.close();
console.log(JSON.stringify({ isOwner: false }));
process.exit(0);
