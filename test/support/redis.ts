import { requiredService } from "./required-service.ts";

/** A Redis to test with; undefined when there is none. */
export const redisServer = requiredService({
  name: "Redis",
  variable: "HOLDFAST_TEST_REDIS",
  example: "redis://127.0.0.1:6379",
});
