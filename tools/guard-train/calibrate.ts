/** A logit that a record got from a model that had not seen its file. */
export interface HeldOutLogit {
  readonly logit: number;
  readonly isAttack: boolean;
}

const rounds = 200;
const rate = 0.5;
const startingSlope = 1;

/** The slope of the logistic through the threshold that fits held-out logits best: Platt's scaling with its midpoint fixed. */
export function calibrateSlope(held: readonly HeldOutLogit[], threshold: number): number {
  const attacks = held.filter(({ isAttack }) => isAttack).length;
  const weights = { attack: 0.5 / attacks, benign: 0.5 / (held.length - attacks) };
  let slope = startingSlope;
  for (let round = 0; round < rounds; round += 1) {
    let gradient = 0;
    for (const { logit, isAttack } of held) {
      const distance = logit - threshold;
      const probability = 1 / (1 + Math.exp(-slope * distance));
      gradient += (probability - (isAttack ? 1 : 0)) * distance * (isAttack ? weights.attack : weights.benign);
    }
    slope -= rate * gradient;
  }
  return slope;
}
