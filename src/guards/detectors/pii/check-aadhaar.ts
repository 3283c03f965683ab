/** The multiplication of the dihedral group of order ten, on which Verhoeff's check digit is built. */
function multiply(left: number, right: number): number {
  if (left < 5) return right < 5 ? (left + right) % 5 : 5 + ((left + right) % 5);
  return right < 5 ? 5 + ((left - right) % 5) : (left - right + 5) % 5;
}

const base = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;

function permute(digit: number, times: number): number {
  let result = digit;
  for (let step = 0; step < times % 8; step += 1) result = base[result] ?? 0;
  return result;
}

/** J. Verhoeff, Error Detecting Decimal Codes (1969): the check of India's Aadhaar numbers. */
export function checkAadhaar(digits: readonly number[]): boolean {
  const check = digits.toReversed().reduce((total, digit, index) => multiply(total, permute(digit, index)), 0);
  return check === 0;
}
