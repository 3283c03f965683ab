import { HoldfastError } from "../errors.ts";
import type { RegistryDirectory } from "../rollouts/registry-directory.ts";

/** With the database away a pin cannot move; whoever wanted to move it is told what goes on serving. */
export async function sayingWhatServes<Result>(
  route: string,
  directory: Pick<RegistryDirectory<unknown>, "route">,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const serving = directory.route(route);
    if (!(error instanceof HoldfastError) || error.code !== "store-unavailable" || serving === undefined) throw error;
    const { number, content } = serving;
    throw new HoldfastError("store-unavailable", {
      message: `Nothing was changed. This replica goes on serving ${route}@${number} (${content.target}) from memory; try again as soon as the database is back.`,
      cause: error,
    });
  }
}
