import { UsageError } from "./exit-codes.ts";

/** A replay asks providers and records what they say, and the gateway that runs here holds the spool: it has to do it. */
export function replayNeedsGateway(id: string): UsageError {
  return new UsageError(
    `Only a running gateway replays calls. Start one, and name it: holdfast calls replay ${id} --url ` +
      "http://localhost:8787, with a key of the scope admin in HOLDFAST_TOKEN.",
  );
}
