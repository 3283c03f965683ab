import type { RefreshView, RepriceView } from "../../ledger/price-view.ts";
import { callOptions, callQuery } from "../call-options.ts";
import { defineCommand } from "../command.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import { formatDollars } from "../format-dollars.ts";

const { since, until, provider, model, route, project } = callOptions;

export const pricesUpdate = defineCommand({
  name: "prices update",
  summary: "Price calls anew, or take over newer price data.",
  description:
    "Calls that had no price when they were made get one, if there is one now; with --all, every call whose price would " +
    "change (but for costs the provider named itself). A price is never taken away.\n\n" +
    "With --from: takes over price data in the format of genai-prices from a file or an https address. It holds from the " +
    "next start of the gateway on; run `prices update` again then to price calls with it.",
  options: {
    from: { kind: "text", value: "<file|url>", says: "Take over this price data." },
    bundled: { kind: "flag", says: "Go back to the price data that came with Holdfast." },
    all: { kind: "flag", says: "Also calls that have a price already." },
    "dry-run": { kind: "flag", says: "Say what would change, and change nothing." },
    since,
    until,
    provider,
    model,
    route,
    project,
  },
  examples: [
    "holdfast prices update --dry-run",
    "holdfast prices update --all --since 7d --provider groq",
    "holdfast prices update --from ./prices.json",
  ],
  async run({ options }, context) {
    const { from, bundled, all, "dry-run": dryRun, ...filter } = options;
    if (from !== undefined && bundled) throw new UsageError("--from and --bundled exclude each other.");
    const { machine } = context;
    // Read before the store is opened: a bad address should cost nothing.
    const text = from === undefined ? undefined : await machine.readPriceSource(from);
    const client = await context.client();
    if (bundled) {
      await client.prices.forget();
      context.print(
        { bundled: true },
        () => "The price data that came with Holdfast holds again, from the gateway's next start on.",
      );
      return exitCodes.ok.code;
    }
    if (text !== undefined) {
      const refreshed = await client.prices.refresh(text);
      context.print(refreshed, () => refreshText(refreshed));
      return exitCodes.ok.code;
    }
    const query = callQuery({ ...noFilter, ...filter });
    const counts = await client.prices.reprice({ ...query, which: all ? "all" : "unknown", dry_run: dryRun });
    context.print(counts, () => repriceText(counts));
    return exitCodes.ok.code;
  },
});

/** The filters that this command does not offer. */
const noFilter = {
  status: undefined,
  outcome: undefined,
  error: undefined,
  tag: undefined,
  user: undefined,
  session: undefined,
  release: undefined,
  prompt: undefined,
  "min-cost": undefined,
  "min-latency": undefined,
};

function refreshText({ version, models, before }: RefreshView): string {
  return `Took over prices of ${models} models, version ${version} (before: ${before ?? "what came with Holdfast"}). They hold from the gateway's next start on.`;
}

function repriceText(counts: RepriceView): string {
  const done = counts.dry_run ? "would change" : "changed";
  return [
    `${counts.changed} of ${counts.seen} calls ${done}, by ${formatDollars(counts.difference_nanodollars)} in all.`,
    ...(counts.still_unknown > 0
      ? [`${counts.still_unknown} have no price now either; see \`prices show <model>\`.`]
      : []),
    ...(counts.without_usage > 0 ? [`${counts.without_usage} have no usage that could be priced.`] : []),
  ].join("\n");
}
