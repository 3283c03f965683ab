import type { SpanKind } from "../transcript.ts";
import {
  altText,
  answerForm,
  classifyRequestObject,
  documentText,
  fileName,
  silent,
  system,
  toolCall,
  toolDefinition,
  toolResult,
  user,
} from "../texts/request-classes.ts";
import { rulesFor, type TextShape } from "../texts/text-shape.ts";

/** Where a request to generate content has its texts. Google's JSON takes every name in two spellings. */
export const geminiRequestTexts: TextShape<SpanKind> = {
  top: rulesFor<SpanKind>(
    ["model cachedContent cached_content safetySettings safety_settings labels toolConfig tool_config", silent],
    ["taskType task_type serviceTier service_tier", silent],
    ["contents content", {}],
    ["systemInstruction system_instruction", { ...system, decides: true }],
    ["tools", toolDefinition],
    ["generationConfig generation_config", answerForm],
    // A count of tokens wraps the request that it counts; a batch of embeddings lists its requests.
    ["generateContentRequest generate_content_request requests", { inside: "top" }],
    ["variables", { ...user, inside: "free" }],
  ),
  members: rulesFor<SpanKind>(
    ["functionCall function_call toolCall tool_call", toolCall],
    ["functionResponse function_response toolResponse tool_response", toolResult],
    ["executableCode executable_code", toolCall],
    ["codeExecutionResult code_execution_result", toolResult],
    ["inlineData inline_data fileData file_data", documentText],
    ["displayName display_name", fileName],
    ["title alt alt_text", altText],
    ["args response variables", { inside: "free" }],
    ["parameters parametersJsonSchema parameters_json_schema responseSchema response_schema", { inside: "schema" }],
    ["response_json_schema responseJsonSchema _responseJsonSchema", { inside: "schema" }],
    ["stopSequences stop_sequences responseMimeType response_mime_type", silent],
    ["responseModalities response_modalities speechConfig speech_config", silent],
    ["thinkingConfig thinking_config mediaResolution media_resolution", silent],
  ),
  classify: classifyRequestObject,
  otherwise: user,
};
