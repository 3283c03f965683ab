/** The remainder of a decimal number of any length by 97 (ISO/IEC 7064). */
export function remainder97(digits: string): number {
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder;
}
