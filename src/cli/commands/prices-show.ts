import type { ModelPriceView, PricesView } from "../../ledger/price-view.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { unitName, unitPriceText } from "../price-texts.ts";
import { renderFields, renderTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";

export const pricesShow = defineCommand({
  name: "prices show",
  summary: "Show what a model costs, and where the price is written.",
  description:
    "Without a model: what the target of every route costs. Prices written in holdfast.yaml go before the published " +
    "ones. In US dollars.",
  arguments: [{ name: "model", says: "A model, provider/model, or a route's name.", required: false }],
  options: {
    provider: { kind: "text", value: "<provider>", says: "One of the gateway's providers, to look the model up at." },
  },
  examples: [
    "holdfast prices show",
    "holdfast prices show openai/gpt-5-mini",
    "holdfast prices show llama-3.3-70b-versatile --provider groq",
  ],
  async run(input, context) {
    const client = await context.client();
    const model = input.arguments[0];
    const view = await client.prices.show({ model, provider: input.options.provider });
    const { terminal } = context.machine;
    context.print(view, () => (model === undefined ? overview(view, terminal) : details(view, terminal)));
    const isMissing = model !== undefined && view.prices.some(({ price }) => price.kind === "unknown");
    return isMissing ? exitCodes.failed.code : exitCodes.ok.code;
  },
});

function overview(view: PricesView, terminal: Terminal): string {
  const source = `Prices: ${view.source} ${view.version}, ${view.models} models; ${view.overrides} of your own in the configuration.`;
  if (view.prices.length === 0) return `${source}\nNo routes are configured; name a model to see its price.`;
  const unit = (name: string) => (row: ModelPriceView) =>
    row.price.kind === "known" ? unitPriceText(row.price.prices[name]) : "?";
  const table = renderTable(
    [
      { title: "ROUTE", cell: (row) => row.asked },
      {
        title: "MODEL",
        cell: (row) => (row.price.kind === "known" ? `${row.price.provider}/${row.price.model}` : "not known"),
      },
      { title: "INPUT/M", cell: unit("input_per_million"), align: "right" },
      { title: "CACHED/M", cell: unit("cache_read_per_million"), align: "right" },
      { title: "OUTPUT/M", cell: unit("output_per_million"), align: "right" },
      { title: "FROM", cell: (row) => (row.price.kind === "known" ? `${row.price.source} ${row.price.version}` : "-") },
    ],
    view.prices,
    terminal,
  );
  return `${source}\n\n${table}`;
}

function details(view: PricesView, terminal: Terminal): string {
  return view.prices.map((entry) => detail(entry, terminal)).join("\n\n");
}

function detail({ asked, price }: ModelPriceView, terminal: Terminal): string {
  if (price.kind === "unknown") {
    const near = price.nearest.length === 0 ? "" : ` Near it are: ${price.nearest.join(", ")}.`;
    return `The price of ${asked} is not known.${near}\nWrite one down under "prices" in holdfast.yaml: the costs of its calls are unknown until then.`;
  }
  const fields = Object.entries(price.prices).map(([name, value]) => [unitName(name), unitPriceText(value)] as const);
  const head = `${terminal.style("bold", `${price.provider}/${price.model}`)}  ${terminal.style("dim", `${price.source} ${price.version}`)}`;
  const times =
    price.windows.length > 1 ? `\n\nThe price changes: ${price.windows.map(({ holds }) => holds).join("; ")}.` : "";
  return `${head}\n${renderFields(fields, terminal)}${times}`;
}
