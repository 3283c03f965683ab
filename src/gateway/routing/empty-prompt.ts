import type { RenderedPrompt } from "../../prompts/prompt.ts";

/** Writes nothing: the ground on which parameters and notices stand that come without a prompt. */
export const emptyPrompt: RenderedPrompt = Object.freeze({
  name: "",
  version: 0,
  hash: "",
  before: [],
  after: [],
  parameters: {},
  tools: [],
  responseSchema: undefined,
});
