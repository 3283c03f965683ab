import { checkAadhaar } from "./check-aadhaar.ts";
import { isLuhn } from "./is-luhn.ts";
import { digitsOf, type PersonalData } from "./personal-data.ts";
import { remainder97 } from "./remainder-97.ts";

/** Products of digits and weights, added up. */
function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0);
}

function isMonthAndDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function isCpf(digits: readonly number[]): boolean {
  const check = (count: number): number => {
    const weights = Array.from({ length: count }, (_, index) => count + 1 - index);
    const rest = (weighted(digits, weights) * 10) % 11;
    return rest === 10 ? 0 : rest;
  };
  // 111.111.111-11 and its like have the right check digits and are nobody's.
  return new Set(digits).size > 1 && check(9) === digits[9] && check(10) === digits[10];
}

function isPesel(digits: readonly number[]): boolean {
  // The century is added to the month, in steps of twenty.
  const month = ((digits[2] ?? 0) * 10 + (digits[3] ?? 0)) % 20;
  const day = (digits[4] ?? 0) * 10 + (digits[5] ?? 0);
  const sum = weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
  return isMonthAndDay(month, day) && sum % 10 === 0;
}

function isFiscalCode(written: string): boolean {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  const value = (sign: string): number => Number.parseInt(sign, 36) - (/\d/.test(sign) ? 0 : 10);
  const sum = Array.from(written.slice(0, 15)).reduce(
    (total, sign, index) => total + (index % 2 === 0 ? (odd[value(sign)] ?? 0) : value(sign)),
    0,
  );
  return String.fromCharCode(65 + (sum % 26)) === written.charAt(15);
}

function isResidentIdentity(written: string): boolean {
  const digits = Array.from(written.slice(0, 17), Number);
  const month = Number(written.slice(10, 12));
  const sum = weighted(digits, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return (
    isMonthAndDay(month, Number(written.slice(12, 14))) &&
    "10X98765432".charAt(sum % 11) === written.charAt(17).toUpperCase()
  );
}

function isAhv(digits: readonly number[]): boolean {
  return weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
}

/** Before the year 2000, and since. */
function isBelgian(number: string): boolean {
  const check = 97 - Number(number.slice(9));
  return remainder97(number.slice(0, 9)) === check % 97 || remainder97(`2${number.slice(0, 9)}`) === check % 97;
}

/** Corsica's departments have letters, which stand for digits when the number is checked. */
function isNir(written: string): boolean {
  const number = written.replaceAll(" ", "").replace("2A", "19").replace("2B", "18");
  return 97 - remainder97(number.slice(0, 13)) === Number(number.slice(13));
}

function isDni(written: string): boolean {
  const number = written.toUpperCase().replaceAll("-", "");
  const digits = number.slice(0, -1).replace("X", "0").replace("Y", "1").replace("Z", "2");
  return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Number(digits) % 23) === number.at(-1);
}

function isHetu(written: string): boolean {
  const number = Number(written.slice(0, 6) + written.slice(7, 10));
  const isDay = isMonthAndDay(Number(written.slice(2, 4)), Number(written.slice(0, 2)));
  return isDay && "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(number % 31) === written.charAt(10);
}

function isPersonnummer(written: string): boolean {
  const digits = digitsOf(written);
  return isMonthAndDay(Number(written.slice(2, 4)), Number(written.slice(4, 6))) && isLuhn(digits);
}

/** Numbers that a state gives to a person. Those without a check digit count in their official form only. */
export const nationalIds: readonly PersonalData[] = [
  {
    name: "national-id/us-ssn",
    expression: /(?<![\w-])(?!000|666)[0-8]\d{2}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/gu,
    accepts: () => true,
  },
  {
    name: "national-id/gb-nino",
    expression:
      /(?<![\w-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w-])/gu,
    accepts: () => true,
  },
  {
    name: "national-id/ca-sin",
    expression: /(?<![\w-])[1-79]\d{2}[ -]\d{3}[ -]\d{3}(?![\w-])(?! \d)/gu,
    accepts: (written) => isLuhn(digitsOf(written)),
  },
  { name: "national-id/es-dni", expression: /(?<![\w-])[XYZ\d]\d{6,7}-?[A-HJ-NP-TV-Z](?![\w-])/gu, accepts: isDni },
  {
    name: "national-id/it-fiscal-code",
    expression: /(?<!\w)[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z](?!\w)/gu,
    accepts: isFiscalCode,
  },
  {
    name: "national-id/fr-nir",
    expression: /(?<![\w-])[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\w-])/gu,
    accepts: isNir,
  },
  {
    name: "national-id/pl-pesel",
    expression: /(?<![\w.-])\d{11}(?![\w-])(?!\.\d)/gu,
    accepts: (written) => isPesel(digitsOf(written)),
  },
  {
    name: "national-id/br-cpf",
    expression: /(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/gu,
    accepts: (written) => isCpf(digitsOf(written)),
  },
  {
    name: "national-id/in-aadhaar",
    expression: /(?<![\w-])(?<!\d )[2-9]\d{3} \d{4} \d{4}(?![\w-])(?! \d)/gu,
    accepts: (written) => checkAadhaar(digitsOf(written)),
  },
  {
    name: "national-id/cn-resident",
    expression: /(?<!\w)[1-8]\d{5}(?:19|20)\d{9}[\dXx](?!\w)/gu,
    accepts: isResidentIdentity,
  },
  {
    name: "national-id/ch-ahv",
    expression: /(?<![\w.])756\.\d{4}\.\d{4}\.\d{2}(?![\w.])/gu,
    accepts: (written) => isAhv(digitsOf(written)),
  },
  { name: "national-id/se-personnummer", expression: /(?<![\w-])\d{6}[-+]\d{4}(?![\w-])/gu, accepts: isPersonnummer },
  {
    name: "national-id/be-register",
    expression: /(?<![\w.])\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}(?![\w.])/gu,
    accepts: (written) => isBelgian(digitsOf(written).join("")),
  },
  {
    name: "national-id/fi-hetu",
    expression: /(?<![\w-])\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?![\w-])/gu,
    accepts: isHetu,
  },
];
