import type { Query } from "./client.ts";
import type { OptionSpecs } from "./command.ts";
import { localMoment } from "./local-moment.ts";

/** Which calls. All that is given must match. */
export const callOptions = {
  route: { kind: "text", value: "<route>", says: "Calls of this route." },
  model: {
    kind: "text",
    value: "<model>",
    says: "Asked for or answered by this model; a * at the end matches a prefix.",
  },
  provider: { kind: "text", value: "<provider>", says: "Calls to this provider." },
  status: { kind: "text", value: "<status>", says: "HTTP status (429), or a class of them (4xx)." },
  outcome: {
    kind: "text",
    value: "<outcome>",
    says: "How it ended: answered, declined, refused, client-closed, timed-out, broke.",
  },
  error: { kind: "text", value: "<code>", says: "Error code, such as upstream-timeout." },
  tag: { kind: "list", value: "<name=value>", says: "Calls with this tag; several times: with all of them." },
  user: { kind: "text", value: "<user>", says: "Calls for this end user." },
  session: { kind: "text", value: "<session>", says: "Calls of this session." },
  release: { kind: "text", value: "<route@N>", says: "Calls that this release answered, such as support@7." },
  prompt: { kind: "text", value: "<name@N>", says: "Calls that this prompt version was rendered for." },
  project: { kind: "text", value: "<project>", says: "Calls of this project." },
  "min-cost": { kind: "text", value: "<dollars>", says: "Calls that cost at least so much, in US dollars (0.05)." },
  "min-latency": { kind: "number", value: "<ms>", says: "Calls that took at least so long, in milliseconds." },
  since: {
    kind: "text",
    value: "<when>",
    says: "Started since: a time ago (1h, 7d) or a moment (2026-01-31 13:00, ISO 8601).",
  },
  until: { kind: "text", value: "<when>", says: "Started before: a time ago or a moment." },
} as const satisfies OptionSpecs;

type CallOptionValues = {
  readonly [Name in keyof typeof callOptions]: string | number | readonly string[] | undefined;
};

/** The options as the API's query. */
export function callQuery(options: CallOptionValues): Query {
  const { error, "min-cost": minCost, "min-latency": minLatency, since, until, ...same } = options;
  const text = (value: CallOptionValues["error"]): string | undefined => value?.toString();
  return {
    ...Object.fromEntries(
      Object.entries(same).map(([name, value]) => [name, typeof value === "number" ? String(value) : value]),
    ),
    error_code: text(error),
    min_cost: text(minCost),
    min_latency: text(minLatency),
    since: typeof since === "string" ? localMoment(since) : undefined,
    until: typeof until === "string" ? localMoment(until) : undefined,
  };
}
