import type { Usage } from "../../ledger/usage.ts";
import { count, fieldsOf, sum, usageOf, type UsageFields } from "../usage-fields.ts";

/**
 * Gemini's `usageMetadata` (and the Interactions API's `usage`) as inclusive totals. Its prompt count holds the cached
 * tokens, but not what tools put into the prompt; its candidates leave out the thoughts, which are billed as output.
 */
export function readGeminiUsage(usage: UsageFields): Usage | undefined {
  const prompt = count(usage["promptTokenCount"], usage["total_input_tokens"]);
  const toolPrompt = count(usage["toolUsePromptTokenCount"], usage["total_tool_use_tokens"]);
  const candidates = count(usage["candidatesTokenCount"], usage["responseTokenCount"], usage["total_output_tokens"]);
  const thoughts = count(usage["thoughtsTokenCount"], usage["total_thought_tokens"]);
  const total = count(usage["totalTokenCount"], usage["total_tokens"]);
  const written = sum(candidates, thoughts);
  // The total tells whether the tools' part is already in the prompt count; every recording so far has it beside.
  const toolsInPrompt = total !== null && total === sum(prompt, written);
  const input = toolsInPrompt ? prompt : sum(prompt, toolPrompt);
  const cachedAudio = partOf(usage["cacheTokensDetails"], "AUDIO");
  const images = partOf(usage["candidatesTokensDetails"] ?? usage["responseTokensDetails"], "IMAGE");
  return usageOf({
    inputTokens: input,
    cacheReadTokens: count(usage["cachedContentTokenCount"], usage["total_cached_tokens"]),
    // An answer that was blocked, or a chunk before the first candidate, has a total and no parts for the output.
    outputTokens: written ?? (total === null || input === null ? null : Math.max(0, total - input)),
    reasoningTokens: thoughts,
    inputAudioTokens: audioOf(usage["promptTokensDetails"]),
    outputAudioTokens: audioOf(usage["candidatesTokensDetails"] ?? usage["responseTokensDetails"]),
    ...(cachedAudio === undefined ? {} : { cacheReadAudioTokens: cachedAudio }),
    ...(images === undefined ? {} : { outputImageTokens: images }),
  });
}

/** The tokens of one modality in a list that names every modality; undefined when there is no list. */
function partOf(details: unknown, modality: string): number | undefined {
  if (!Array.isArray(details)) return undefined;
  const named = details.map(fieldsOf).filter((detail) => detail["modality"] === modality);
  return sum(0, ...named.map((detail) => count(detail["tokenCount"]))) ?? 0;
}

function audioOf(details: unknown): number | null {
  if (!Array.isArray(details)) return null;
  return sum(
    ...details.map(fieldsOf).map((detail) => (detail["modality"] === "AUDIO" ? count(detail["tokenCount"]) : null)),
  );
}
