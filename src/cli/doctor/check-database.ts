import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CheckResult, type DoctorFacts, fail, ok, reasonOf } from "./check.ts";

const name = "database";

/** Does it answer, and has it the schema of this version? Missing migrations are applied, as at a start. */
export async function checkDatabase({ context, config, dataDir }: DoctorFacts): Promise<CheckResult> {
  const { machine, shared } = context;
  if (config.storage.databaseUrl === undefined && !existsSync(join(dataDir, "pglite"))) {
    return ok(name, "embedded; it is made at the first start");
  }
  try {
    const parts = await machine.openLocal(shared, false);
    try {
      await parts.store.ping();
      return ok(name, `${parts.description}, schema ${parts.schemaVersion}`);
    } finally {
      await parts.close();
    }
  } catch (error) {
    const todo =
      config.storage.databaseUrl === undefined
        ? "See the message; a gateway that hangs may hold it."
        : "Check DATABASE_URL, and that the server takes connections from here.";
    return fail(name, reasonOf(error), todo);
  }
}
