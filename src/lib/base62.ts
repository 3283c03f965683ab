const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const base = 62n;

/** A number in base 62, padded with zeros to `width` digits; the number must fit. */
export function base62(value: bigint, width: number): string {
  let rest = value;
  let text = "";
  for (let place = 0; place < width; place += 1) {
    text = (digits[Number(rest % base)] ?? "0") + text;
    rest /= base;
  }
  return text;
}
