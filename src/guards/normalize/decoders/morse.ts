import type { Decoder } from "../decoder.ts";
import { decodedRuns, matchedRuns } from "../decoded-runs.ts";

const letters =
  ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..".split(
    " ",
  );
const digits = "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.".split(" ");
const table = new Map<string, string>([
  ...letters.map((signs, index) => [signs, String.fromCharCode(0x61 + index)] as const),
  ...digits.map((signs, index) => [signs, String(index)] as const),
]);

/** Signs, and a gap, at least eight times over; a slash or a wide gap parts words. */
const run = /(?:[.\-·–—_]{1,6}[ /|\n]{1,4}){8,4000}[.\-·–—_]{0,6}/g;

function decodeRun(signs: string): string | undefined {
  const words = signs
    .replaceAll(/[·]/g, ".")
    .replaceAll(/[–—_]/g, "-")
    .split(/ *[/|\n] *| {2,}/);
  const text = words
    .map((word) =>
      word
        .split(" ")
        .map((group) => table.get(group) ?? "")
        .join(""),
    )
    .join(" ");
  return text.trim().length < 4 ? undefined : text;
}

export const morse: Decoder = {
  id: "morse",
  nests: true,
  suspects: ({ dotsAndDashes, letters: count }) => dotsAndDashes >= 16 && dotsAndDashes * 4 > count,
  decode: (text) => decodedRuns(text, matchedRuns(text, run), decodeRun),
};
