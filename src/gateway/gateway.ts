import type { ApiKey } from "../access/api-key.ts";
import type { KeyHasher } from "../access/hash-key.ts";
import type { Background } from "../ports/background.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Log } from "../ports/log.ts";
import type { Recorder } from "../ports/recorder.ts";
import type { CompiledPrompt } from "../prompts/compile-prompt.ts";
import type { RegistryDirectory } from "../rollouts/registry-directory.ts";
import type { Counters } from "./counters.ts";
import type { OpenCalls } from "./open-calls.ts";
import type { OwnCall, RanCall } from "./run-call.ts";
import type { Snapshot } from "./snapshot.ts";

/** Finds a key by its hash: from memory on Node, from memory or the database on Workers. */
export interface KeyDirectory {
  find(hash: string): ApiKey | undefined | Promise<ApiKey | undefined>;
}

/** Everything a call needs. Stages take a `Pick` of it, so that their needs are in their signatures. */
export interface Gateway {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly background: Background;
  readonly recorder: Recorder;
  readonly hasher: KeyHasher;
  readonly keys: KeyDirectory;
  readonly registry: RegistryDirectory<CompiledPrompt>;
  readonly counters: Counters;
  readonly openCalls: OpenCalls;
  snapshot(): Snapshot;
}

/** A gateway that makes calls of its own while it serves one: `assemble` binds it. */
export interface CallingGateway extends Gateway {
  readonly run: (call: OwnCall) => Promise<RanCall>;
}
