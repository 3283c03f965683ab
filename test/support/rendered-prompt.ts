import type { RenderedMessage, RenderedPart, RenderedPrompt } from "../../src/prompts/prompt.ts";

/** A part of text, half template and half a user's variable. */
export function textPart(template: string, variable = ""): RenderedPart {
  const filled = { from: "variable", variable: "v", trust: "user", text: variable } as const;
  return { kind: "text", spans: [{ from: "template", text: template }, ...(variable === "" ? [] : [filled])] };
}

export const mediaPart = (url: string, mediaType?: string): RenderedPart => ({ kind: "media", url, mediaType });

export function says(role: RenderedMessage["role"], ...parts: readonly (string | RenderedPart)[]): RenderedMessage {
  return { role, parts: parts.map((part) => (typeof part === "string" ? textPart(part) : part)) };
}

export function promptOf(parts: Partial<RenderedPrompt>): RenderedPrompt {
  return {
    name: "support",
    version: 7,
    hash: "0".repeat(64),
    before: [],
    after: [],
    parameters: {},
    tools: [],
    responseSchema: undefined,
    ...parts,
  };
}

/** A prompt that uses all there is. */
export const fullPrompt = promptOf({
  before: [
    says("system", textPart("You help ", "Ann")),
    says("user", "Q", mediaPart("data:image/png;base64,iVBORw==", "image/png")),
    says("assistant", "A"),
  ],
  after: [says("user", "Answer.")],
  parameters: {
    temperature: 0.5,
    topP: 0.9,
    maxOutputTokens: 100,
    stop: ["END"],
    seed: 1,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    reasoningEffort: "low",
  },
  tools: [{ name: "weather", description: "The weather.", parameters: { type: "object" } }],
  responseSchema: { name: "form", schema: { type: "object" }, strict: true },
});
