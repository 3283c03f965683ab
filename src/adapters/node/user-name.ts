import { userInfo } from "node:os";
import process from "node:process";

/** Who runs this process, for the record of changes. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that no user has.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
