import type { ModelPriceView } from "../ledger/price-view.ts";

type Known = Extract<ModelPriceView["price"], { readonly kind: "known" }>;
type UnitPrice = Known["prices"][string];

/** A unit price in dollars: `$2.50`, or with its steps by the size of the input. */
export function unitPriceText(price: UnitPrice | undefined): string {
  if (price === undefined) return "-";
  if (typeof price === "number") return dollars(price);
  const steps = price.steps.map(
    (step) => `${dollars(step.price)} above ${step.above_input_tokens.toLocaleString("en-US")}`,
  );
  return [dollars(price.base), ...steps].join(", ");
}

function dollars(amount: number): string {
  return `$${amount < 0.01 || !Number.isInteger(amount * 100) ? String(Number(amount.toFixed(6))) : amount.toFixed(2)}`;
}

/** `cache_write_5m_per_million` as people say it: `cache write 5m, per million`. */
export function unitName(name: string): string {
  return name.replace(/_per_(\w+)$/, ", per $1").replaceAll("_", " ");
}
