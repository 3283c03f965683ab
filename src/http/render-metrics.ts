import type { CounterValues } from "../gateway/counters.ts";
import type { RecorderState } from "../ports/recorder.ts";
import type { ProcessMemory } from "./admin-parts.ts";

export interface MetricFacts {
  readonly counters: CounterValues;
  readonly openCalls: number;
  readonly spool: RecorderState;
  readonly spoolAccepting: boolean;
  readonly memory: ProcessMemory | undefined;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly label?: readonly [name: string, value: string];
  readonly value: number;
}

const msPerSecond = 1_000;

/** What Prometheus reads: its text format, version 0.0.4. */
export function renderMetrics(facts: MetricFacts): string {
  return [...callMetrics(facts), ...spoolMetrics(facts), ...memoryMetrics(facts.memory)].map(renderMetric).join("");
}

function callMetrics({ counters, openCalls }: MetricFacts): readonly Metric[] {
  const settled = Object.values(counters.outcomes).reduce((sum, count) => sum + count, 0);
  return [
    {
      name: "holdfast_calls_total",
      help: "Calls by how they ended.",
      type: "counter",
      samples: samplesBy("outcome", counters.outcomes),
    },
    {
      name: "holdfast_refusals_total",
      help: "Refused calls that have no row in the ledger: the caller was not known, or the spool was full.",
      type: "counter",
      samples: samplesBy("code", counters.refusals),
    },
    {
      name: "holdfast_guard_findings_total",
      help: "Findings of guards that counted, by detector.",
      type: "counter",
      samples: samplesBy("detector", counters.findings),
    },
    {
      name: "holdfast_guard_breaks_total",
      help: "Guards that could not do their work, by detector.",
      type: "counter",
      samples: samplesBy("detector", counters.guardBreaks),
    },
    counter(
      "holdfast_unpriced_calls_total",
      "Calls whose usage is known and whose price is not.",
      counters.unpricedCalls,
    ),
    counter(
      "holdfast_call_latency_seconds_sum",
      "Latency of all calls, added up.",
      counters.latencySumMs / msPerSecond,
    ),
    counter("holdfast_call_latency_seconds_count", "Calls in the sum above.", settled),
    gauge("holdfast_open_calls", "Calls that are running now.", openCalls),
  ];
}

function spoolMetrics({ spool, spoolAccepting }: MetricFacts): readonly Metric[] {
  return [
    gauge("holdfast_spool_pending_records", "Records that are not in the database yet.", spool.pendingRecords),
    gauge("holdfast_spool_pending_bytes", "Their size.", spool.pendingBytes),
    gauge("holdfast_spool_max_bytes", "The size at which calls are refused.", spool.maxBytes),
    gauge("holdfast_spool_oldest_pending_seconds", "Age of the oldest of them.", spool.oldestPendingMs / msPerSecond),
    gauge("holdfast_spool_rejected_records", "Records that no database would take.", spool.rejectedRecords),
    gauge("holdfast_spool_accepting", "1 while records are taken.", spoolAccepting ? 1 : 0),
    gauge(
      "holdfast_spool_failing",
      "1 while the newest try to write into the database failed.",
      spool.lastError === undefined ? 0 : 1,
    ),
  ];
}

function memoryMetrics(memory: ProcessMemory | undefined): readonly Metric[] {
  if (memory === undefined) return [];
  return [
    gauge("process_resident_memory_bytes", "Resident memory of this process.", memory.residentBytes),
    gauge("holdfast_heap_used_bytes", "Memory that objects take.", memory.heapUsedBytes),
  ];
}

function counter(name: string, help: string, value: number): Metric {
  return { name, help, type: "counter", samples: [{ value }] };
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: "gauge", samples: [{ value }] };
}

/** Label values are outcomes and error codes: words of our own, which need no escaping. */
function samplesBy(label: string, values: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(values).map(([word, value]) => ({ label: [label, word], value }));
}

function renderMetric({ name, help, type, samples }: Metric): string {
  const lines = samples.map(({ label, value }) =>
    label === undefined ? `${name} ${value}\n` : `${name}{${label[0]}="${label[1]}"} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}
