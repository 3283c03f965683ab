import type { Gateway } from "./gateway.ts";
import type { Settlement } from "./settling/settlement.ts";

/** What answering a call takes besides the call. */
export interface Answering {
  readonly settlement: Settlement;
  readonly gateway: Pick<Gateway, "clock" | "registry">;
}
