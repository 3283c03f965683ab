import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { movedText } from "../release-texts.ts";

export const promote = defineCommand({
  name: "promote",
  summary: "Pin another release of a route.",
  description:
    "Without --to: the release that was applied last, as a route with rollout: manual waits for. Holds on every replica " +
    "within a second, and is on the record.",
  arguments: [{ name: "route", says: "The route.", required: true }],
  options: {
    to: { kind: "number", value: "<N>", says: "The release's number." },
    reason: { kind: "text", value: "<text>", says: "Why, for the history." },
  },
  examples: ["holdfast promote support", 'holdfast promote support --to 8 --reason "evals are green"'],
  async run({ options, arguments: [route = ""] }, context) {
    const client = await context.client();
    const moved = await client.routes.promote(route, options);
    context.print(moved, () => movedText(moved));
    return exitCodes.ok.code;
  },
});
