import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";

export const keysRevoke = defineCommand({
  name: "keys revoke",
  summary: "Revoke a key, for good.",
  description:
    "Every replica refuses the key within a second. The key is named by its id, or by its first 8 characters as " +
    "`keys list` shows them.",
  arguments: [{ name: "key", says: "The key's id, or its first 8 characters.", required: true }],
  options: {},
  examples: ["holdfast keys revoke hf_AbC12"],
  async run(input, context) {
    const client = await context.client();
    const wanted = (input.arguments[0] ?? "").replace(/…$/, "");
    const key = await client.keys.revoke(wanted);
    context.print(key, () => `Revoked ${key.prefix}… ("${key.name}", project ${key.project}).`);
    return exitCodes.ok.code;
  },
});
