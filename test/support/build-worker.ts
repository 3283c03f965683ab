import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));
const wrangler = join(root, "node_modules", "wrangler", "bin", "wrangler.js");

export interface BuiltWorker {
  /** The wrangler.toml that it was built with. */
  readonly configPath: string;
  /** Where `worker.js` is. */
  readonly folder: string;
  /** What wrangler said. */
  readonly output: string;
}

/**
 * Builds the Worker as `wrangler deploy` does, without deploying, below `folder`. `queue`: with the queue that
 * wrangler.toml has commented out.
 */
export async function buildWorker(folder: string, options: { readonly queue?: boolean } = {}): Promise<BuiltWorker> {
  const outdir = join(folder, "bundle");
  await mkdir(outdir, { recursive: true });
  const text = await readFile(join(root, "wrangler.toml"), "utf8");
  const placed = text.replace(
    /^main = "(.*)"$/m,
    (_line, main: string) => `main = ${JSON.stringify(join(root, main))}`,
  );
  const configPath = join(folder, "wrangler.toml");
  await writeFile(configPath, options.queue === true ? withQueue(placed) : placed);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [wrangler, "deploy", "--dry-run", "--metafile", "--config", configPath, "--outdir", outdir],
    { cwd: root, env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", NO_COLOR: "1" } },
  );
  return { configPath, folder: outdir, output: stdout + stderr };
}

function withQueue(text: string): string {
  const blocks = text.split("\n\n");
  return blocks.map((block) => (block.startsWith("# [[queues.") ? block.replaceAll(/^# /gm, "") : block)).join("\n\n");
}
