import type { StreamTexts } from "../../../dialects/stream-text.ts";
import type { Cancellation } from "../../../lib/cancellation.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ByteSource } from "../../../ports/http-message.ts";
import type { CallGuards } from "../call-guards.ts";
import { GuardedSource } from "./guarded-source.ts";
import { ObservedSource } from "./observed-source.ts";

/** A streamed answer, and what its guards have to know. */
export interface GuardedStream {
  readonly body: ByteSource;
  readonly texts: StreamTexts;
  readonly guards: CallGuards;
  /** The call's own. */
  readonly cancellation: Pick<Cancellation, "onCancel">;
  /** The provider said something, whether or not the caller hears of it yet. */
  readonly heard: () => void;
}

/** The body as the caller may have it: screened before it goes on, or, where the policy is not enforced, while it does. */
export function guardStream(stream: GuardedStream, clock: Pick<Clock, "after" | "monotonic">): ByteSource {
  return stream.guards.enforces ? new GuardedSource(stream, clock) : new ObservedSource(stream, clock);
}
