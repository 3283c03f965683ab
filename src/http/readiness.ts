import type { RecorderState } from "../ports/recorder.ts";

/** Above this share of its bound, a spool is about to make the gateway refuse calls. */
const spoolAlmostFull = 0.9;
/**
 * A drain that has failed for this long is not a passing outage. Until then calls are better taken than turned away: the
 * spool keeps them, and turning them away on all replicas at once would make the database's outage the application's.
 */
export const drainFailingMs = 5 * 60 * 1000;

export interface ReadinessFacts {
  readonly accepting: boolean;
  readonly databaseReachable: boolean;
  readonly spool: RecorderState;
  readonly spoolAccepting: boolean;
}

export interface ReadinessReason {
  readonly code:
    | "shutting-down"
    | "spool-full"
    | "spool-almost-full"
    | "drain-failing"
    | "database-unreachable"
    | "records-rejected";
  readonly message: string;
}

export interface Readiness {
  /** `degraded`: calls are taken and none is lost, and somebody should look. */
  readonly status: "ready" | "degraded" | "not-ready";
  readonly reasons: readonly ReadinessReason[];
}

/** Decides whether calls should be sent here. */
export function judgeReadiness(facts: ReadinessFacts): Readiness {
  const blocking = blockingReasons(facts);
  const reasons = [...blocking, ...degradingReasons(facts)];
  const status = blocking.length > 0 ? "not-ready" : reasons.length > 0 ? "degraded" : "ready";
  return { status, reasons };
}

function blockingReasons({ accepting, spool, spoolAccepting }: ReadinessFacts): readonly ReadinessReason[] {
  const reasons: ReadinessReason[] = [];
  if (!accepting) reasons.push({ code: "shutting-down", message: "The gateway is draining its last calls." });
  if (!spoolAccepting) {
    reasons.push({ code: "spool-full", message: "The spool takes no more records, so calls are refused." });
  } else if (spool.pendingBytes > spool.maxBytes * spoolAlmostFull) {
    reasons.push({ code: "spool-almost-full", message: "Over 90 % of the spool waits for the database." });
  }
  if (drainIsFailing(spool) && spool.oldestPendingMs >= drainFailingMs) {
    reasons.push({ code: "drain-failing", message: "Records have not reached the database for minutes." });
  }
  return reasons;
}

function degradingReasons({ databaseReachable, spool }: ReadinessFacts): readonly ReadinessReason[] {
  const reasons: ReadinessReason[] = [];
  if (!databaseReachable) {
    reasons.push({ code: "database-unreachable", message: "The database does not answer; records wait in the spool." });
  }
  if (drainIsFailing(spool) && spool.oldestPendingMs < drainFailingMs) {
    reasons.push({ code: "drain-failing", message: "Records do not reach the database; they wait in the spool." });
  }
  if (spool.rejectedRecords > 0) {
    const count = spool.rejectedRecords;
    reasons.push({
      code: "records-rejected",
      message: `The database refused ${count} records; they are kept in the spool's rejected.log.`,
    });
  }
  return reasons;
}

function drainIsFailing(spool: RecorderState): boolean {
  return spool.lastError !== undefined && spool.pendingRecords > 0;
}
