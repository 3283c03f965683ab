import { parsePromptRef } from "../../prompts/parse-prompt-ref.ts";
import { defineCommand } from "../command.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";

export const promptsLabel = defineCommand({
  name: "prompts label",
  summary: "Move a label to a version, or remove it.",
  description:
    "Callers that ask for the label get that version, on every replica within a second. A prompt file that names the " +
    "label moves it again when it says something new.",
  arguments: [
    { name: "prompt", says: "Such as support-reply@7; with --remove the name alone.", required: true },
    { name: "label", says: "Such as production.", required: true },
  ],
  options: {
    remove: { kind: "flag", says: "Remove the label: whoever asks for it is refused." },
    reason: { kind: "text", value: "<text>", says: "Why, for the history." },
  },
  examples: ["holdfast prompts label support-reply@7 production", "holdfast prompts label support-reply old --remove"],
  async run({ options, arguments: [ref = "", label = ""] }, context) {
    const { name, version } = parsePromptRef(ref);
    const { remove, reason } = options;
    if (!remove && version === undefined) {
      throw new UsageError(`Say which version: ${name}@7. \`prompts list ${name}\` shows them.`);
    }
    const client = await context.client();
    if (version === undefined || remove) {
      const prompt = await client.prompts.removeLabel({ name, label, reason });
      context.print(prompt, () => `${name} has no label ${label} any more.`);
      return exitCodes.ok.code;
    }
    const prompt = await client.prompts.moveLabel({ name, label, reason }, version);
    context.print(prompt, () => `${label} of ${name} is version ${version} now, on every replica within a second.`);
    return exitCodes.ok.code;
  },
});
