import { printableText } from "../../lib/printable-text.ts";
import { readPromptContent } from "../../prompts/read-prompt-content.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { renderLines } from "../plan-texts.ts";

export const promptsDiff = defineCommand({
  name: "prompts diff",
  summary: "Show where two versions of a prompt differ.",
  description: "In words first, then line by line as prompt files.",
  arguments: [
    { name: "before", says: "Such as support-reply@6, or support-reply@production.", required: true },
    { name: "after", says: "Such as support-reply@7.", required: true },
  ],
  options: {},
  examples: ["holdfast prompts diff support-reply@production support-reply"],
  async run({ arguments: [before = "", after = ""] }, context) {
    // Comparing texts takes a library that the other commands do without.
    const { diffPrompts } = await import("../../prompts/diff-prompts.ts");
    const client = await context.client();
    const [old, young] = [await client.prompts.show(before), await client.prompts.show(after)];
    const { changes, text } = diffPrompts(readPromptContent(old.content), readPromptContent(young.content));
    const names = { before: `${old.name}@${old.version}`, after: `${young.name}@${young.version}` };
    context.print({ ...names, changes, lines: text }, () =>
      changes.length === 0 && text.length === 0
        ? `${names.before} and ${names.after} say the same.`
        : [
            `${names.before} → ${names.after}`,
            ...changes.map(({ says }) => `  ${printableText(says)}`),
            ...renderLines(text, context.machine.terminal, Number.POSITIVE_INFINITY),
          ].join("\n"),
    );
    return exitCodes.ok.code;
  },
});
