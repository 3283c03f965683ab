import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { movedText } from "../release-texts.ts";

export const rollback = defineCommand({
  name: "rollback",
  summary: "Go back to the release that was pinned before.",
  description:
    "One pointer moves, and nothing is looked at first: it holds on every replica within a second. A second rollback does " +
    "not go forth again; it asks which release is meant. Applying the same files again leaves the rollback alone.",
  arguments: [{ name: "route", says: "The route.", required: true }],
  options: {
    to: { kind: "number", value: "<N>", says: "The release's number." },
    reason: { kind: "text", value: "<text>", says: "Why, for the history." },
  },
  examples: ["holdfast rollback support", 'holdfast rollback support --to 5 --reason "refuses too much"'],
  async run({ options, arguments: [route = ""] }, context) {
    const client = await context.client();
    const moved = await client.routes.rollback(route, options);
    context.print(moved, () => movedText(moved));
    return exitCodes.ok.code;
  },
});
