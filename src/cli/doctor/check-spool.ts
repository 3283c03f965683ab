import { formatBytes } from "../format-bytes.ts";
import { type CheckResult, type DoctorFacts, fail, ok, reasonOf, warn } from "./check.ts";

/** Above this share of its bound the spool is not merely busy. */
const muchShare = 0.5;
/** A gateway that runs always has a little under way. */
const littleBytes = 1024 ** 2;

/** Do records wait that the database should have? */
export async function checkSpool({ context, config, dataDir }: DoctorFacts): Promise<CheckResult> {
  const name = "spool";
  try {
    const { pendingBytes, rejectedBytes } = await context.machine.spoolBacklog(dataDir);
    const { maxBytes } = config.storage.spool;
    if (rejectedBytes > 0) {
      return warn(
        name,
        `${formatBytes(rejectedBytes)} of records were refused by the database`,
        `Look at ${dataDir}/spool/rejected.log.`,
      );
    }
    const says = `${formatBytes(pendingBytes)} of ${formatBytes(maxBytes)} wait for the database`;
    if (pendingBytes > maxBytes * muchShare)
      return fail(name, says, "Start the gateway, and check that it reaches the database.");
    return pendingBytes > littleBytes
      ? warn(name, says, "A running gateway writes them; see /readyz.")
      : ok(name, says);
  } catch (error) {
    return fail(name, `it cannot be read: ${reasonOf(error)}`, "Change its owner to the user that runs the gateway.");
  }
}
