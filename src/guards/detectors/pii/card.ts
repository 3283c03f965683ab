import { isLuhn } from "./is-luhn.ts";
import { digitsOf, type PersonalData } from "./personal-data.ts";

/** Leading digits (issuer) and length of the payment cards in use. */
const issuers: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|[68])/, [14]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 19]],
  [/^62/, [16, 17, 18, 19]],
];

/** Payment cards: an issuer's number of the right length whose last digit checks. */
export const card: PersonalData = {
  name: "card",
  expression: /(?<![\d.,-])(?<!\d )\d(?:[ -]?\d){12,18}(?![\d])(?![.,-]\d)/gu,
  accepts(written) {
    const digits = digitsOf(written);
    const number = digits.join("");
    const isIssued = issuers.some(([prefix, lengths]) => prefix.test(number) && lengths.includes(digits.length));
    return isIssued && isLuhn(digits);
  },
};
