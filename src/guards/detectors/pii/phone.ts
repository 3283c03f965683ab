import { digitsOf, type PersonalData } from "./personal-data.ts";

/** ITU-T E.164: at most 15 digits. Fewer than this many are rarely a whole number. */
const minDigits = 9;
const maxDigits = 15;

/** Telephone numbers in international form (`+49 30 …`, `0049 …`), and North American ones with their signs. */
export const phone: PersonalData = {
  name: "phone",
  expression:
    /(?<![\w.+-])(?:(?:\+|00)[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){5,12}|\([2-9]\d{2}\) ?[2-9]\d{2}[ -]\d{4}|[2-9]\d{2}[.-][2-9]\d{2}[.-]\d{4})(?![\w-])(?!\.\d)/gu,
  accepts(written) {
    const count = digitsOf(written).length;
    return count >= minDigits && count <= maxDigits;
  },
};
