import { expect, it } from "vitest";
import { createPersonalDataDetector } from "../../../src/guards/detectors/pii/personal-data-detector.ts";
import type { PiiClass } from "../../../src/guards/detectors/pii/personal-data.ts";
import { rawLayer } from "../../../src/guards/normalize/layer.ts";
import { adversarialTexts, millisecondsOf, mostMilliseconds } from "../support/adversarial.ts";
import { findingsIn, foundIn, screened } from "../support/screened.ts";

const all: readonly PiiClass[] = ["card", "iban", "email", "phone", "national-id"];
const detector = createPersonalDataDetector(all);

/** Published test numbers, or numbers made up to fit their check digits. */
const real: readonly (readonly [rule: string, text: string])[] = [
  ["pii/card", "4111 1111 1111 1111"],
  ["pii/card", "5555-5555-5555-4444"],
  ["pii/card", "378282246310005"],
  ["pii/card", "6011000990139424"],
  ["pii/iban", "DE89 3704 0044 0532 0130 00"],
  ["pii/iban", "GB29NWBK60161331926819"],
  ["pii/iban", "MT84 MALT 0110 0001 2345 MTLC AST0 01S"],
  ["pii/email", "ada.lovelace+notes@mail.example.org"],
  ["pii/phone", "+49 30 901820"],
  ["pii/phone", "(212) 555-0147"],
  ["pii/phone", "0044 20 7946 0958"],
  ["pii/national-id/us-ssn", "219-09-9999"],
  ["pii/national-id/gb-nino", "AB 12 34 56 C"],
  ["pii/national-id/ca-sin", "130 692 544"],
  ["pii/national-id/es-dni", "12345678Z"],
  ["pii/national-id/es-dni", "X1234567L"],
  ["pii/national-id/it-fiscal-code", "RSSMRA85T10A562S"],
  ["pii/national-id/fr-nir", "2 55 08 14 168 025 38"],
  ["pii/national-id/pl-pesel", "44051401359"],
  ["pii/national-id/br-cpf", "529.982.247-25"],
  ["pii/national-id/in-aadhaar", "2341 2341 2346"],
  ["pii/national-id/cn-resident", "11010519491231002X"],
  ["pii/national-id/ch-ahv", "756.9217.0769.85"],
  ["pii/national-id/se-personnummer", "811228-9874"],
  ["pii/national-id/be-register", "93.05.18-223.61"],
  ["pii/national-id/fi-hetu", "131052-308T"],
];

it.each(real)("%s finds %j, alone and in a sentence", (rule, text) => {
  expect(findingsIn(detector, text).map(({ detector: found }) => found)).toContain(rule);
  expect(foundIn(detector, `It is ${text}, as she said.`)).toContain(text);
});

it.each(real.filter(([rule]) => !/email|phone|us-ssn|gb-nino/.test(rule)))(
  "%s rejects %j once a digit is wrong",
  (rule, text) => {
    const at = text.search(/\d(?=\D*$)/);
    const wrong = `${text.slice(0, at)}${(Number(text.charAt(at)) + 1) % 10}${text.slice(at + 1)}`;
    expect(findingsIn(detector, wrong).map(({ detector: found }) => found)).not.toContain(rule);
  },
);

it.each([
  "order 4111111111111112 of 2024-03-04",
  "pi is 3.14159265358979323846",
  "version 10.15.7, build 1234567890123",
  "user@localhost and @mention and a@b",
  "the years 1914 1918 1939 1945",
  "127.0.0.1:8080, 192.168.100.200",
  "GB29 NWBK is not enough",
  "call 555-0147",
  "1111 2222 3333 4444 5555 6666 7777 8888",
])("finds nothing in %j", (text) => {
  expect(findingsIn(detector, text)).toEqual([]);
});

it("looks only for the classes that it was made for", () => {
  const text = "4111 1111 1111 1111, ada@example.org";
  expect(foundIn(createPersonalDataDetector(["card"]), text)).toEqual(["4111 1111 1111 1111"]);
  expect(foundIn(createPersonalDataDetector(["email"]), text)).toEqual(["ada@example.org"]);
});

it("reads what a person reads, and not what chance makes of decoded text", () => {
  const text = "4111​1111 1111 1111";
  const layers = [
    rawLayer(text),
    { text: "41111111 1111 1111", via: "folded", originalRange: () => ({ start: 0, end: 20 }) },
    { text: "378282246310005", via: "rot13", originalRange: () => ({ start: 0, end: 20 }) },
  ];
  expect(detector.detect(layers, screened(text, "tool"))).toMatchObject([{ detector: "pii/card", start: 0, end: 20 }]);
});

it("would rather break than leave some of too many values in", () => {
  const text = Array.from({ length: 10_001 }, (_, index) => `a${index}@example.org`).join(" ");
  expect(() => findingsIn(detector, text)).toThrow("more than 10000 findings");
});

it.each(real)("%s takes time in proportion to the text, whatever the text is", (_rule, sample) => {
  for (const text of adversarialTexts(sample)) {
    const spent = millisecondsOf(() => findingsIn(detector, text));
    expect(spent, JSON.stringify(text.slice(0, 60))).toBeLessThan(mostMilliseconds);
  }
});
