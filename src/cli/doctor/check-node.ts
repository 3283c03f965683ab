import process from "node:process";
import { type CheckResult, fail, ok } from "./check.ts";

/** undici 8, the HTTP client, needs this one. */
const oldest = [22, 19] as const;

export function checkNode(version: string = process.versions.node): CheckResult {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNewEnough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  return isNewEnough
    ? ok("node", `Node ${version}`)
    : fail("node", `Node ${version} is older than ${oldest.join(".")}`, "Install Node 24 from https://nodejs.org.");
}
