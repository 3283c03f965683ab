import type { Command } from "./command.ts";
import { apply } from "./commands/apply.ts";
import { auditList } from "./commands/audit-list.ts";
import { callsList } from "./commands/calls-list.ts";
import { callsReplay } from "./commands/calls-replay.ts";
import { callsShow } from "./commands/calls-show.ts";
import { callsTail } from "./commands/calls-tail.ts";
import { configCheck } from "./commands/config-check.ts";
import { configExplain } from "./commands/config-explain.ts";
import { configSchema } from "./commands/config-schema.ts";
import { doctor } from "./commands/doctor.ts";
import { history } from "./commands/history.ts";
import { guardsBench } from "./commands/guards-bench.ts";
import { guardsCounts } from "./commands/guards-counts.ts";
import { guardsExplain } from "./commands/guards-explain.ts";
import { guardsScan } from "./commands/guards-scan.ts";
import { init } from "./commands/init.ts";
import { keysCreate } from "./commands/keys-create.ts";
import { keysList } from "./commands/keys-list.ts";
import { keysRevoke } from "./commands/keys-revoke.ts";
import { plan } from "./commands/plan.ts";
import { pricesShow } from "./commands/prices-show.ts";
import { pricesUpdate } from "./commands/prices-update.ts";
import { promote } from "./commands/promote.ts";
import { promptsDiff } from "./commands/prompts-diff.ts";
import { promptsLabel } from "./commands/prompts-label.ts";
import { promptsList } from "./commands/prompts-list.ts";
import { promptsShow } from "./commands/prompts-show.ts";
import { releasesDiff } from "./commands/releases-diff.ts";
import { releasesList } from "./commands/releases-list.ts";
import { releasesShow } from "./commands/releases-show.ts";
import { rollback } from "./commands/rollback.ts";
import { promptsImport } from "./commands/prompts-import.ts";
import { promptsLint } from "./commands/prompts-lint.ts";
import { promptsRender } from "./commands/prompts-render.ts";
import { start } from "./commands/start.ts";
import { status } from "./commands/status.ts";

/** Every command, in the order of their help. */
export const commands: readonly Command[] = [
  start,
  init,
  plan,
  apply,
  status,
  promote,
  rollback,
  history,
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
  callsReplay,
  pricesShow,
  pricesUpdate,
  promptsList,
  promptsShow,
  promptsDiff,
  promptsLabel,
  releasesList,
  releasesShow,
  releasesDiff,
  auditList,
  promptsLint,
  promptsRender,
  promptsImport,
  guardsScan,
  guardsExplain,
  guardsCounts,
  guardsBench,
];
