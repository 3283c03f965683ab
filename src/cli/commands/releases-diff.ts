import { diffJson } from "../../lib/diff-json.ts";
import { defineCommand } from "../command.ts";
import { differenceLines } from "../difference-lines.ts";
import { exitCodes } from "../exit-codes.ts";
import { readReleaseName } from "../release-texts.ts";

export const releasesDiff = defineCommand({
  name: "releases diff",
  summary: "Show where two releases differ.",
  description:
    "Target, parameters, prompt version, guards, fallbacks. `prompts diff` shows the prompts' own differences.",
  arguments: [
    { name: "before", says: "Such as support@6.", required: true },
    { name: "after", says: "Such as support@7.", required: true },
  ],
  options: {},
  examples: ["holdfast releases diff support@6 support@7"],
  async run({ arguments: [before = "", after = ""] }, context) {
    const [from, to] = [readReleaseName(before), readReleaseName(after)];
    const client = await context.client();
    const [old, young] = [
      await client.routes.release(from.route, from.number),
      await client.routes.release(to.route, to.number),
    ];
    const differences = diffJson(old.content, young.content);
    context.print({ before: old.release, after: young.release, differences }, () =>
      differences.length === 0
        ? `${old.release} and ${young.release} say the same.`
        : [`${old.release} → ${young.release}`, ...differenceLines(differences, context.machine.terminal)].join("\n"),
    );
    return exitCodes.ok.code;
  },
});
