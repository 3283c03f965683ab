import type { OptionSpecs } from "./command.ts";

/** Options that every command takes. */
export const sharedOptions = {
  json: { kind: "flag", says: "Answer in JSON, for programs." },
  url: {
    kind: "text",
    value: "<url>",
    says: "Act on the gateway at this address instead of the store of this machine.",
  },
  token: { kind: "text", value: "<key>", says: "Key with the scope admin, for --url. Better: set HOLDFAST_TOKEN." },
  config: {
    kind: "text",
    value: "<file>",
    says: "The configuration; without it: holdfast.yaml, if there is one here.",
  },
  "data-dir": {
    kind: "text",
    value: "<folder>",
    says: "Folder of the embedded database and the spool; without it: as configured.",
  },
} as const satisfies OptionSpecs;
