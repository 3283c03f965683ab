import { standardPolicy } from "../../config/guard-schema.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { requireLocal } from "../require-local.ts";
import { renderTable } from "../table.ts";

interface Bench {
  readonly characters: number;
  readonly texts: number;
  /** Of all looks at all texts, whatever else the machine did meanwhile. */
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Of the quickest look at each text: what other programs do disturbs some looks, and rarely all of one text's. */
  readonly best_p50_ms: number;
  readonly best_p99_ms: number;
}

/** How long the texts are, how many there are, and how often all of them are screened: untimed first, then timed. */
const rounds = [
  { characters: 2000, count: 400, warmUp: 2, timed: 8 },
  { characters: 8000, count: 200, warmUp: 2, timed: 8 },
  { characters: 1_000_000, count: 6, warmUp: 1, timed: 4 },
] as const;

/** Prose, a chat, a tool's answer, code, and what looks encoded: each text is cut out of them at another place. */
const passages = [
  "The committee met on Tuesday to discuss the budget for the coming year, and agreed that the previous plan should be revised before the end of the month. ",
  "Customer: my order 48213 has not arrived yet.\nAgent: I am sorry to hear that. Could you tell me the address that you gave?\n",
  '{"reservation": "ZX81QL", "user": "mia_li_3668", "total": 1284.5, "flights": [{"from": "JFK", "to": "SEA", "status": "delayed"}]}\n',
  "export function total(rows: readonly Row[]): number {\n  return rows.reduce((sum, { amount }) => sum + amount, 0);\n}\n",
  "Der Ausschuss prüfte die früheren Vorschläge. Комитет рассмотрел прежние предложения. 委員会は以前の提案を検討した。\n",
  "See https://example.com/a/b?id=9f86d081884c7d659a2feaa0c55ad015&next=%2Fhome for *all* the `details`, or 12 34 56 78 90.\n",
] as const;

export const guardsBench = defineCommand({
  name: "guards bench",
  summary: "Measure what screening a text costs on this machine.",
  description:
    "Screens by the built-in policy texts of 2,000, 8,000 and 1,000,000 characters, each several times, and shows how long half of " +
    "the looks and how long 99 of 100 took at most, in milliseconds; other work on the machine counts too. BEST P50 and BEST P99 are " +
    "those of the quickest look at each text. Of a text of 1,000,000 characters only a fixed budget is read.",
  localOnly: true,
  options: {},
  examples: ["holdfast guards bench"],
  async run(_input, context) {
    requireLocal(context);
    const { scanByPolicy } = await import("../../guards/scan-by-policy.ts");
    const { chosenGuardPolicy } = await import("../../config/guard-policy.ts");
    const policy = chosenGuardPolicy(standardPolicy, {});
    if (policy === undefined) throw new Error("the standard policy is built in");
    const screen = scanByPolicy(policy.content);
    const scan = (text: string): unknown => screen({ pointer: "", text, kind: "document", trust: "tool" });
    const results = rounds.map((round) => measure(round, scan));
    context.print(results, () =>
      renderTable(
        [
          { title: "CHARACTERS", cell: ({ characters }) => characters.toLocaleString("en"), align: "right" },
          { title: "TEXTS", cell: ({ texts }) => String(texts), align: "right" },
          { title: "P50 MS", cell: (row) => row.p50_ms.toFixed(3), align: "right" },
          { title: "P99 MS", cell: (row) => row.p99_ms.toFixed(3), align: "right" },
          { title: "BEST P50", cell: (row) => row.best_p50_ms.toFixed(3), align: "right" },
          { title: "BEST P99", cell: (row) => row.best_p99_ms.toFixed(3), align: "right" },
        ],
        results,
        context.machine.terminal,
      ),
    );
    return exitCodes.ok.code;
  },
});

function measure(
  { characters, count, warmUp, timed }: (typeof rounds)[number],
  scan: (text: string) => unknown,
): Bench {
  const texts = textsOf(characters, count);
  const times = new Float64Array(count * timed);
  const best = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let round = -warmUp; round < timed; round += 1) {
    for (const [index, text] of texts.entries()) {
      const started = performance.now();
      scan(text);
      const time = performance.now() - started;
      if (round < 0) continue;
      times[round * count + index] = time;
      best[index] = Math.min(best[index] ?? time, time);
    }
  }
  return {
    characters,
    texts: count,
    p50_ms: quantile(times, 0.5),
    p99_ms: quantile(times, 0.99),
    best_p50_ms: quantile(best, 0.5),
    best_p99_ms: quantile(best, 0.99),
  };
}

function textsOf(characters: number, count: number): readonly string[] {
  const long = passages.map((passage) => passage.repeat(Math.ceil((characters * 2) / passage.length)));
  return Array.from({ length: count }, (_, index) => {
    const from = (index * 7919) % characters;
    return (long[index % long.length] ?? "").slice(from, from + characters);
  });
}

/** What this share of the times is at most. */
function quantile(times: Float64Array, share: number): number {
  return times.toSorted()[Math.floor((times.length - 1) * share)] ?? 0;
}
