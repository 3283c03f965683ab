import { describe, expect, test } from "vitest";
import { createRedactor } from "../../src/ledger/create-redactor.ts";
import { redactBodies } from "../../src/ledger/redact-bodies.ts";
import { cpuMillisecondsOf } from "../support/cpu-milliseconds-of.ts";

const redactor = createRedactor(["ssn", "weird.name("]);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Shaped like real ones, put together here so that no scanner takes this file for a leak. */
const secrets = {
  "an OpenAI key": `sk-${"proj-"}${"aB3_".repeat(10)}`,
  "an Anthropic key": `sk-ant-${"api03-"}${"xY9-".repeat(10)}`,
  "a Holdfast key": `hf_${"a1B".repeat(16)}c`,
  "a Google key": `AIza${"Sy0_-".repeat(7)}`,
  "an AWS key id": `AKIA${"IOSFODNN7EXAMPLE"}`,
  "a GitHub token": `ghp_${"aB3".repeat(12)}`,
  "a Slack token": `xoxb-${"123456789012-abc"}`,
  "a Groq key": `gsk_${"aB3".repeat(10)}`,
  "a JSON web token": `eyJ${"hbGciOiJIUzI1NiJ9"}.eyJ${"zdWIiOiIxIn0"}.${"dozjgNryP4J3jVm"}`,
  "a bearer credential": `Bearer ${"abcDEF123.-_~+/"}==`,
  "a password in an address": "postgres://user:pa55word@host",
};

describe("a secret is redacted by its shape", () => {
  test.each(Object.entries(secrets))("%s", (_name, secret) => {
    const around = [
      `x ${secret} y`,
      `"${secret}"`,
      `\\n${secret}\\n`,
      `\\u0020${secret}`,
      `key=${secret}&a=b`,
      `(${secret})`,
    ];
    for (const text of around) {
      const redacted = redactor.redact(text);
      expect(redacted).toContain("[redacted]");
      expect(redacted).not.toContain(secret.slice(-12));
    }
  });

  test("a private key as a block, up to its end", () => {
    const block = (kind: string): string => `-----${"BEGIN"} ${kind}-----\\nMIIEvQ\\n-----${"END"} ${kind}-----`;
    expect(redactor.redact(`a ${block("RSA PRIVATE KEY")} b ${block("CERTIFICATE")} c`)).toBe(
      "a [redacted] b [redacted] c",
    );
  });

  test("a private key without an end, as far as one could reach", () => {
    const redacted = redactor.redact(`-----${"BEGIN"} PRIVATE KEY-----${"M".repeat(20_000)}tail`);
    expect(redacted).toMatch(/^\[redacted\]M+tail$/);
    expect(redacted.length).toBeLessThan(4_000);
  });

  test.each([
    "task-skip",
    "sk-short",
    "the Bearer of news",
    "Basic economics",
    "an eyJ",
    "hf_model",
    "https://host/a:b@c",
  ])("and %j is none", (text) => {
    expect(redactor.redact(text)).toBe(text);
  });
});

describe("a secret is redacted by its field's name", () => {
  test.each([
    ['{"api_key":"abc","model":"m"}', '{"api_key":"[redacted]","model":"m"}'],
    ['{"apiKey" : "abc"}', '{"apiKey" : "[redacted]"}'],
    ['{"X-API-Key":"a\\"b"}', '{"X-API-Key":"[redacted]"}'],
    ['{"password":"ends in a backslash\\\\","a":"b"}', '{"password":"[redacted]","a":"b"}'],
    ['{"token":12345,"a":1}', '{"token":"[redacted]","a":1}'],
    ['{"secret":"","b":1}', '{"secret":"[redacted]","b":1}'],
    ['{"ssn":"123","weird.name(":"x"}', '{"ssn":"[redacted]","weird.name(":"[redacted]"}'],
    ['{"a":"{\\"password\\": \\"hun\\\\\\"ter\\"}"}', '{"a":"{\\"password\\": \\"[redacted]\\"}"}'],
    ["grant=x&client_secret=abc&b=c", "grant=x&client_secret=[redacted]&b=c"],
    ['{"password":"cut off in the mid', '{"password":"[redacted]"'],
  ])("%s", (text, redacted) => {
    expect(redactor.redact(text)).toBe(redacted);
  });

  test.each([
    '{"max_tokens":5,"tokens":7,"secretary":"Ann"}',
    '{"secret":null,"token":true,"credentials":{"a":1}}',
    '{"token":"Hel","logprob":-0.5,"bytes":[72]}',
    '{"content":"my password is a field name"}',
  ])("and leaves %s alone", (text) => {
    expect(redactor.redact(text)).toBe(text);
  });

  test("and JSON stays JSON", () => {
    const body = {
      headers: { authorization: "Bearer x" },
      nested: JSON.stringify({ api_key: 'a"b\\' }),
      rest: [1, "two"],
    };
    expect(JSON.parse(redactor.redact(JSON.stringify(body)))).toEqual({
      headers: { authorization: "[redacted]" },
      nested: '{"api_key":"[redacted]"}',
      rest: [1, "two"],
    });
  });
});

describe("redacting takes time in proportion to the text", () => {
  const size = 1_000_000;
  test.each([
    '"password":"',
    '\\"password\\":\\"',
    '\\\\\\"',
    "eyJ",
    "\\neyJaaaaaaa.",
    "sk-",
    "\\u0020sk-",
    `-----${"BEGIN"} A-----`,
    `-----${"BEGIN"} `,
    "://a:",
    "://aaaa:bbbb ",
    "Bearer ",
    '"token" : ',
    "token=",
    '"',
    "\\",
    '\\"token\\"',
    " ",
  ])("also for %j over and over", (unit) => {
    const text = unit.repeat(Math.ceil(size / unit.length));
    // Quadratic time would be minutes; linear is some tens of milliseconds.
    expect(cpuMillisecondsOf(() => void redactor.redact(text))).toBeLessThan(2_000);
  });
});

describe("a captured body", () => {
  test("is stored as text, whole", () => {
    expect(redactBodies({ request: bytes("größe"), response: undefined }, redactor, 100)).toEqual({
      request: "größe",
      request_encoding: "utf8",
      request_truncated: false,
    });
  });

  test("is cut to its bound of bytes and not through a character", () => {
    const { request, request_truncated } = redactBodies({ request: bytes("aüüü"), response: undefined }, redactor, 4);
    expect([request, request_truncated]).toEqual(["aü", true]);
  });

  test("does not show the first half of a secret that the cut goes through", () => {
    const text = `${"x".repeat(90)} sk-${"a".repeat(40)}`;
    const { request } = redactBodies({ request: bytes(text), response: undefined }, redactor, 100);
    expect(request).toBe(`${"x".repeat(90)} [redacted`);
  });

  test("is stored as base64 when it is not UTF-8, and redacted all the same", () => {
    const raw = Uint8Array.from([0xff, 0x00, ...bytes(` {"api_key":"abc"} sk-${"a".repeat(40)} `), 0x80]);
    const stored = redactBodies({ request: undefined, response: raw }, redactor, 1_000);
    expect(stored).toMatchObject({ response_encoding: "base64", response_truncated: false });
    const kept = Buffer.from(stored.response ?? "", "base64");
    expect(kept).toEqual(Buffer.from([0xff, 0x00, ...bytes(' {"api_key":"[redacted]"} [redacted] '), 0x80]));
  });

  test("is text also when its window ends in the middle of a character", () => {
    const long = bytes("€".repeat(20_000));
    const stored = redactBodies({ request: long, response: undefined }, redactor, 1_000);
    expect(stored).toMatchObject({ request_encoding: "utf8", request_truncated: true, request: "€".repeat(333) });
  });

  test("keeps no NUL, which Postgres refuses", () => {
    expect(redactBodies({ request: bytes("a\0b"), response: undefined }, redactor, 10).request).toBe("a\uFFFDb");
  });

  test("says so when its end was never captured", () => {
    const stored = redactBodies({ request: undefined, response: bytes("a"), responseCut: true }, redactor, 10);
    expect(stored.response_truncated).toBe(true);
  });
});
