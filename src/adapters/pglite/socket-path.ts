import { createHash } from "node:crypto";
import { lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { HoldfastError } from "../../errors.ts";

/** The shortest limit of the systems we run on (104 bytes on macOS, 108 on Linux), less its closing zero. */
const maxSocketPathBytes = 103;

const groupAndOthers = 0o077;

/**
 * Where the database of a folder listens: inside the folder, or, when that path is longer than a socket's may be, in a
 * private directory below the system's temporary one, named after the folder.
 */
export async function chooseSocketPath(folder: string): Promise<string> {
  const inside = resolve(folder, "socket");
  if (Buffer.byteLength(inside) <= maxSocketPathBytes) return inside;
  const name = createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 16);
  const directory = join(tmpdir(), `holdfast-${name}`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await refuseForeign(directory);
  return join(directory, "socket");
}

/** The temporary directory is everybody's: whoever made this name first could read what goes through the socket. */
async function refuseForeign(directory: string): Promise<void> {
  const found = await lstat(directory);
  const isOurs = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & groupAndOthers) === 0;
  if (isOurs) return;
  throw new HoldfastError("config-invalid", {
    message: `${directory} belongs to somebody else or is open to others. Remove it, or choose a data directory with a shorter path.`,
  });
}
