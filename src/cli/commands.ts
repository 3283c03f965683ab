import type { Command } from "./command.ts";
import { callsList } from "./commands/calls-list.ts";
import { callsShow } from "./commands/calls-show.ts";
import { callsTail } from "./commands/calls-tail.ts";
import { configCheck } from "./commands/config-check.ts";
import { configExplain } from "./commands/config-explain.ts";
import { configSchema } from "./commands/config-schema.ts";
import { doctor } from "./commands/doctor.ts";
import { guardsBench } from "./commands/guards-bench.ts";
import { guardsScan } from "./commands/guards-scan.ts";
import { init } from "./commands/init.ts";
import { keysCreate } from "./commands/keys-create.ts";
import { keysList } from "./commands/keys-list.ts";
import { keysRevoke } from "./commands/keys-revoke.ts";
import { pricesShow } from "./commands/prices-show.ts";
import { pricesUpdate } from "./commands/prices-update.ts";
import { start } from "./commands/start.ts";

/** Every command, in the order of their help. */
export const commands: readonly Command[] = [
  start,
  init,
  doctor,
  configCheck,
  configSchema,
  configExplain,
  keysCreate,
  keysList,
  keysRevoke,
  callsList,
  callsShow,
  callsTail,
  pricesShow,
  pricesUpdate,
  guardsScan,
  guardsBench,
];
