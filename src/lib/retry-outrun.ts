import { HoldfastError } from "../errors.ts";

/** Of as many that start at once, the last one gets through in time. */
const maxAttempts = 64;

/**
 * Optimistic concurrency: `attempt` reads, works out what to do, and tries to do it; undefined: somebody else was faster,
 * and it has to be worked out anew. Each round one of those who try gets through. Throws `registry-busy` after many.
 */
export async function retryOutrun<Result>(attempt: () => Promise<Result | undefined>): Promise<Result> {
  for (let tried = 0; tried < maxAttempts; tried += 1) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new HoldfastError("registry-busy", { message: "Nothing was changed; try again." });
}
