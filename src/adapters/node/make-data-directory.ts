import { accessSync, constants, mkdirSync } from "node:fs";
import { HoldfastError } from "../../errors.ts";

/** Makes the data directory where there is none, for its owner only. Throws `config-invalid` where it cannot be used. */
export function makeDataDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new HoldfastError("config-invalid", {
      message: `The data directory ${path} cannot be made or written. Change its owner, or choose another: storage.dataDir, or --data-dir.`,
      cause,
    });
  }
}
