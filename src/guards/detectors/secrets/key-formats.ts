/** One vendor's keys: how they begin, and what follows. */
export interface KeyFormat {
  readonly name: string;
  /** The fixed beginning, as a pattern. */
  readonly start: string;
  /** The rest, bounded. */
  readonly rest: string;
}

const base62 = "[A-Za-z0-9]";
const urlSafe = "[A-Za-z0-9_-]";

/** Formats of keys that say themselves what they are. The first that fits gives the name. */
export const keyFormats: readonly KeyFormat[] = [
  { name: "anthropic-key", start: "sk-ant-", rest: `${urlSafe}{20,200}` },
  { name: "openrouter-key", start: "sk-or-", rest: `${urlSafe}{20,200}` },
  { name: "openai-key", start: "sk-", rest: `${urlSafe}{20,255}` },
  { name: "holdfast-key", start: "hf_(?:live|test)_", rest: `${base62}{16,128}` },
  { name: "hugging-face-token", start: "hf_", rest: `${base62}{30,64}` },
  { name: "groq-key", start: "gsk_", rest: `${base62}{20,128}` },
  { name: "xai-key", start: "xai-", rest: `${base62}{20,128}` },
  { name: "perplexity-key", start: "pplx-", rest: `${base62}{30,64}` },
  { name: "replicate-token", start: "r8_", rest: `${base62}{30,64}` },
  { name: "google-key", start: "AIza", rest: `${urlSafe}{35}` },
  { name: "google-oauth-token", start: String.raw`ya29\.`, rest: `${urlSafe}{20,1024}` },
  { name: "google-client-secret", start: "GOCSPX-", rest: `${urlSafe}{20,64}` },
  { name: "aws-access-key", start: "A(?:KIA|SIA|BIA|CCA)", rest: "[A-Z2-7]{16}" },
  { name: "github-token", start: "gh[pousr]_", rest: `${base62}{30,255}` },
  { name: "github-token", start: "github_pat_", rest: "[A-Za-z0-9_]{30,255}" },
  { name: "gitlab-token", start: "gl(?:pat|dt|rt|cbt|ptt)-", rest: `${urlSafe}{16,128}` },
  { name: "slack-token", start: "xox[abeoprs]-", rest: "[A-Za-z0-9-]{15,255}" },
  { name: "slack-app-token", start: "xapp-", rest: "[A-Za-z0-9-]{20,255}" },
  {
    name: "slack-webhook",
    start: String.raw`hooks\.slack\.com/services/`,
    rest: "[A-Z0-9]{6,16}/[A-Z0-9]{6,16}/[A-Za-z0-9]{16,40}",
  },
  { name: "stripe-key", start: "(?:sk|rk)_(?:live|test)_", rest: `${base62}{16,256}` },
  { name: "stripe-webhook-secret", start: "whsec_", rest: "[A-Za-z0-9+/=]{24,128}" },
  { name: "square-token", start: "(?:sq0(?:atp|csp)-|EAAA)", rest: `${urlSafe}{22,64}` },
  { name: "shopify-token", start: "shp(?:at|ca|pa|ss)_", rest: "[a-fA-F0-9]{32}" },
  { name: "npm-token", start: "npm_", rest: `${base62}{30,64}` },
  { name: "pypi-token", start: "pypi-AgE", rest: `${urlSafe}{40,512}` },
  { name: "rubygems-key", start: "rubygems_", rest: "[a-f0-9]{48}" },
  { name: "docker-token", start: "dckr_pat_", rest: `${urlSafe}{20,64}` },
  { name: "sendgrid-key", start: String.raw`SG\.`, rest: String.raw`${urlSafe}{16,32}\.${urlSafe}{32,64}` },
  { name: "mailgun-key", start: "key-", rest: "[a-f0-9]{32}" },
  { name: "twilio-key", start: "SK", rest: "[a-f0-9]{32}" },
  { name: "digitalocean-token", start: "do[opr]_v1_", rest: "[a-f0-9]{64}" },
  { name: "databricks-token", start: "dapi", rest: "[a-f0-9]{32}" },
  { name: "vault-token", start: String.raw`hv[sbr]\.`, rest: `${urlSafe}{20,256}` },
  { name: "terraform-token", start: String.raw`[A-Za-z0-9]{14}\.atlasv1\.`, rest: `${urlSafe}{40,128}` },
  { name: "atlassian-token", start: "ATATT3", rest: "[A-Za-z0-9_=-]{50,255}" },
  { name: "linear-key", start: "lin_(?:api|oauth)_", rest: `${base62}{32,64}` },
  { name: "notion-token", start: "ntn_", rest: `${base62}{40,64}` },
  { name: "figma-token", start: "figd_", rest: `${urlSafe}{32,64}` },
  { name: "grafana-token", start: "gl(?:sa|c)_", rest: "[A-Za-z0-9_=+/]{32,200}" },
  { name: "new-relic-key", start: "NRAK-", rest: "[A-Z0-9]{27}" },
  { name: "sentry-token", start: "sntr(?:ys|yu)_", rest: "[A-Za-z0-9_=+/-]{40,255}" },
  { name: "postman-key", start: "PMAK-", rest: "[a-f0-9]{24}-[a-f0-9]{34}" },
  { name: "supabase-token", start: "sbp_", rest: "[a-f0-9]{40}" },
  { name: "doppler-token", start: String.raw`dp\.(?:pt|st|ct|sa)\.`, rest: `${base62}{40,48}` },
  { name: "age-key", start: "AGE-SECRET-KEY-1", rest: "[A-Z0-9]{58}" },
  { name: "telegram-token", start: String.raw`\d{8,10}:AA`, rest: `${urlSafe}{33}` },
  { name: "jwt", start: "eyJ", rest: String.raw`${urlSafe}{8,4096}\.eyJ${urlSafe}{5,8192}\.${urlSafe}{16,2048}` },
];
