import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { formatBytes } from "../format-bytes.ts";
import { type CheckResult, type DoctorFacts, fail, ok, reasonOf, warn } from "./check.ts";

const tightBytes = 1024 ** 3;
const tooTightBytes = 100 * 1024 ** 2;
const name = "data directory";

/** Can it be written, and is there room? A folder that is not there yet will be made in the nearest one that is. */
export async function checkDataDirectory({ dataDir }: Pick<DoctorFacts, "dataDir">): Promise<CheckResult> {
  try {
    const existing = await nearestExisting(dataDir);
    await access(existing, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(existing);
    const free = bavail * bsize;
    const where = existing === dataDir ? dataDir : `${dataDir} (will be made)`;
    const says = `${where}, ${formatBytes(free)} free`;
    if (free < tooTightBytes) return fail(name, says, "Make room: without it the spool takes no records.");
    return free < tightBytes ? warn(name, says, "Make room soon: the spool and the database grow.") : ok(name, says);
  } catch (error) {
    return fail(
      name,
      `${dataDir} cannot be written: ${reasonOf(error)}`,
      "Change its owner, or choose another with --data-dir.",
    );
  }
}

async function nearestExisting(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) throw new Error(`${path} is not a folder`);
    return path;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing || dirname(path) === path) throw error;
    return await nearestExisting(dirname(path));
  }
}
