import { readdir, readFile } from "node:fs/promises";
import type { Migration } from "../postgres/migrate.ts";

/** The same number of folders up from `src/adapters/node` and from `dist/adapters/node`. */
const folder = new URL("../../../migrations/", import.meta.url);

const fileName = /^(\d{4})_(\w+)\.sql$/;

/** The migrations that ship with the package, oldest first. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => fileName.test(name)).toSorted();
  return await Promise.all(
    names.map(async (name) => ({
      version: Number(name.slice(0, 4)) + 1,
      name: name.slice(0, -".sql".length),
      sql: await readFile(new URL(name, folder), "utf8"),
    })),
  );
}
