import { seededNumbers, shuffle } from "./prng.ts";
import type { TrainingRecord } from "./read-corpus.ts";

/** At most so many records of each file and label, chosen by the seed, in an order that the seed decides too. */
export function sampleRecords(
  records: readonly TrainingRecord[],
  { attacks, benign, seed }: { readonly attacks: number; readonly benign: number; readonly seed: number },
): readonly TrainingRecord[] {
  const groups = Map.groupBy(records, ({ file, isAttack }) => `${file} ${isAttack}`);
  const numbers = seededNumbers(seed);
  return [...groups.values()].flatMap((group) => {
    const order = Int32Array.from(group.keys());
    shuffle(order, numbers);
    const most = group[0]?.isAttack === true ? attacks : benign;
    return [...order.subarray(0, most)].flatMap((index) => group[index] ?? []);
  });
}
