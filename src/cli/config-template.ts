/** What `holdfast init` writes: a valid configuration that changes nothing, and says what could be. */
export const configTemplate = `# yaml-language-server: $schema=./node_modules/holdfast/docs/holdfast.schema.json
#
# Holdfast's configuration. Everything is optional; what is commented out shows the default, or an example.
#   holdfast config check                     finds every mistake in this file
#   holdfast config explain limits.firstByte  says what a key is for, what it is now, and why
# A running gateway takes a changed file as a whole, or refuses it as a whole and keeps what it has.

# server:
#   host: 127.0.0.1 # 0.0.0.0 listens on all addresses
#   port: 8787

# Who answers. Without this section, openai, anthropic and gemini are on when OPENAI_API_KEY, ANTHROPIC_API_KEY or
# GEMINI_API_KEY is in the environment; without any of them, a built-in provider "echo" answers. Once there is a
# section, exactly the providers in it exist. Secrets are never written here: say in which variable or file they stand.
# providers:
#   openai:
#     kind: openai # the key is in OPENAI_API_KEY
#   groq:
#     kind: openai-compatible
#     baseUrl: https://api.groq.com/openai/v1
#     apiKey: { env: GROQ_API_KEY }
#   demo:
#     kind: echo # answers by itself, without a network

# Stable names that applications send as "model". What one stands for can change here, without touching an application.
# routes:
#   support:
#     target: openai/gpt-5-mini
#     prompt: support-reply # the file prompts/support-reply.md

# Screening for prompt injection, forged turns, secrets and tool calls. "default" holds for all that names no policy.
# guards:
#   default:
#     mode: shadow # decides and only logs; enforce: acts; observe: records findings

# Bodies of calls, kept redacted beside the ledger: off, sampled or all.
# capture:
#   bodies: off
#   sampleRate: 0.01

# storage:
#   dataDir: .holdfast # embedded database and spool
#   databaseUrl: { env: DATABASE_URL } # Postgres instead of the embedded database
#   retention: 90d

# Prices in US dollars, for models whose price is not published or not yours.
# prices:
#   - provider: groq
#     model: "llama*"
#     inputPerMillion: 0.59
#     outputPerMillion: 0.79
`;
