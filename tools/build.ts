/** Builds `dist/`: what is published. `tsc` writes the JavaScript and the types, other files of `src/` are copied. */
import { spawnSync } from "node:child_process";
import { cpSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const typescript = join(root, "node_modules", "typescript", "bin", "tsc");

rmSync(join(root, "dist"), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [typescript, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
const isAsset = (name: string): boolean => /\.[a-z]+$/.test(name) && !/\.ts$|tsconfig\.json$/.test(name);
const assets = globSync("**/*", { cwd: join(root, "src") }).filter(isAsset);
for (const asset of assets) cpSync(join(root, "src", asset), join(root, "dist", asset));
