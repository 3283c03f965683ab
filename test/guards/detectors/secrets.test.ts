import { expect, it } from "vitest";
import { secrets } from "../../../src/guards/detectors/secrets/secret-detector.ts";
import { rawLayer } from "../../../src/guards/normalize/layer.ts";
import { adversarialTexts, millisecondsOf, mostMilliseconds } from "../support/adversarial.ts";
import { findingsIn, foundIn, screened } from "../support/screened.ts";

/** Characters by chance, but the same each time; put together here so that no scanner takes this file for a leak. */
const random = "q7Wm2KxZ9vRt4LpB8nYc3HdF6gJs5TaQ1eUiOoXzVbNmAsDfGhJkLpQwErTyUiOp0987654321MnBvCxZaLkJhGf";
const hex = "3f9a1c7e5b2d8046af13ce97b5d2804e6fa913c7e5b2d80469f3a1c7eb52d084";
const some = (count: number): string => random.slice(0, count);

const samples: readonly (readonly [rule: string, text: string])[] = [
  ["anthropic-key", `sk-ant-api03-${some(60)}`],
  ["openrouter-key", `sk-or-v1-${hex}`],
  ["openai-key", `sk-proj-${some(48)}`],
  ["holdfast-key", `hf_live_${some(24)}`],
  ["hugging-face-token", `hf_${some(34)}`],
  ["groq-key", `gsk_${some(52)}`],
  ["xai-key", `xai-${some(80)}`],
  ["perplexity-key", `pplx-${some(48)}`],
  ["replicate-token", `r8_${some(37)}`],
  ["google-key", `AIza${some(35)}`],
  ["google-oauth-token", `ya29.${some(60)}`],
  ["google-client-secret", `GOCSPX-${some(28)}`],
  ["aws-access-key", `AKIA${"Q7WM2KXZ5VRT4LPB"}`],
  ["github-token", `ghp_${some(36)}`],
  ["github-token", `github_pat_${some(60)}`],
  ["gitlab-token", `glpat-${some(20)}`],
  ["slack-token", `xoxb-${"123456789012"}-${some(24)}`],
  ["slack-app-token", `xapp-1-${some(40)}`],
  ["slack-webhook", `hooks.slack.com/services/T0Q7WM2KX/B9VRT4LPB/${some(24)}`],
  ["stripe-key", `sk_live_${some(24)}`],
  ["stripe-webhook-secret", `whsec_${some(32)}`],
  ["square-token", `sq0atp-${some(22)}`],
  ["shopify-token", `shpat_${hex.slice(0, 32)}`],
  ["npm-token", `npm_${some(36)}`],
  ["pypi-token", `pypi-AgEIcHlwaS5vcmc${some(60)}`],
  ["rubygems-key", `rubygems_${hex.slice(0, 48)}`],
  ["docker-token", `dckr_pat_${some(27)}`],
  ["sendgrid-key", `SG.${some(22)}.${some(43)}`],
  ["mailgun-key", `key-${hex.slice(0, 32)}`],
  ["twilio-key", `SK${hex.slice(0, 32)}`],
  ["digitalocean-token", `dop_v1_${hex}`],
  ["databricks-token", `dapi${hex.slice(0, 32)}`],
  ["vault-token", `hvs.${some(24)}`],
  ["terraform-token", `${some(14)}.atlasv1.${some(60)}`],
  ["atlassian-token", `ATATT3${some(60)}`],
  ["linear-key", `lin_api_${some(40)}`],
  ["notion-token", `ntn_${some(46)}`],
  ["figma-token", `figd_${some(40)}`],
  ["grafana-token", `glsa_${some(32)}_3f9a1c7e`],
  ["new-relic-key", `NRAK-${"Q7WM2KXZ9VRT4LPB8NYC3HDF6GJ"}`],
  ["sentry-token", `sntrys_${some(60)}`],
  ["postman-key", `PMAK-${hex.slice(0, 24)}-${hex.slice(0, 34)}`],
  ["supabase-token", `sbp_${hex.slice(0, 40)}`],
  ["doppler-token", `dp.pt.${some(43)}`],
  ["age-key", `AGE-SECRET-KEY-1${some(58).toUpperCase()}`],
  ["telegram-token", `123456789:AA${some(33)}`],
  ["jwt", `eyJhbGciOiJIUzI1NiJ9.eyJ${some(40)}.${some(43)}`],
];

it.each(samples)("%s is found as a whole", (rule, text) => {
  expect(findingsIn(secrets, `Use ${text} for it.`).map(({ detector }) => detector)).toContain(`secret/${rule}`);
  expect(foundIn(secrets, `export KEY="${text}"\n`)).toContain(text);
});

const dashes = "-----";
const pem = `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n${random}\n${random}\n${dashes}END RSA PRIVATE KEY${dashes}`;

it.each([
  ["private-key", `${pem}\nmore`, pem],
  ["assigned", "password: tr0ub4dor&3xQ!9 and so on", "tr0ub4dor&3xQ!9"],
  ["assigned", `AccountKey=${some(40)}==;EndpointSuffix`, `${some(40)}==`],
  ["assigned", `{"client_secret": "${some(30)}"}`, some(30)],
  ["assigned", `GET /?user=bob&password=${some(20)}`, some(20)],
  ["bearer", `Authorization: Bearer ${some(40)}`, some(40)],
  ["url-password", "postgres://app:s3cr3tPw@db.example.test/app", "s3cr3tPw"],
])("%s: finds the secret itself in %j", (rule, text, secret) => {
  expect(findingsIn(secrets, text).map(({ detector }) => detector)).toContain(`secret/${rule}`);
  expect(foundIn(secrets, text)).toContain(secret);
});

it("takes a private key that does not end to be one as far as a key can go", () => {
  const text = `${dashes}BEGIN PRIVATE KEY${dashes}\n${random}`;
  expect(foundIn(secrets, text)).toEqual([text]);
});

it.each([
  "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "sk-your-key",
  "AIza is how they begin",
  "password: process.env.DATABASE_PASSWORD",
  "the secret is that nobody knows",
  "apiKey = config.get('providers.openai.apiKey')",
  "https://example.test/a-very-long-path/with-many-parts/and-more-of-them",
  "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
  "eyJust a word. And.another",
  "task-abcdefghijklmnopqrstuvwxyz0123456789",
])("finds nothing in %j", (text) => {
  expect(findingsIn(secrets, text)).toEqual([]);
});

it("finds a key where it was encoded", () => {
  const layers = [
    rawLayer("x"),
    { text: `sk-ant-${some(40)}`, via: "base64", originalRange: () => ({ start: 0, end: 1 }) },
  ];
  expect(secrets.detect(layers, screened("x", "user"))).toMatchObject([
    { detector: "secret/anthropic-key", start: 0, end: 1 },
  ]);
});

it.each([...samples.map(([, text]) => text), pem, `password: ${some(40)}`, `Bearer ${some(40)}`, "a://b:c@d"])(
  "takes time in proportion to the text, whatever the text is: %j",
  (sample) => {
    for (const text of adversarialTexts(sample)) {
      const spent = millisecondsOf(() => findingsIn(secrets, text));
      expect(spent, JSON.stringify(text.slice(0, 60))).toBeLessThan(mostMilliseconds);
    }
  },
);
