import type { RenderedPrompt } from "../../prompts/prompt.ts";
import type { JsonBody } from "../json-body.ts";
import type { AppliedPrompt } from "../prompt-edits/applied-prompt.ts";
import { BodyEditor, type MemberPath } from "../prompt-edits/body-editor.ts";
import { parseDataUrl } from "../prompt-edits/data-url.ts";
import { splitSystem, writeParts, type PartWriter, type PlacedMessage } from "../prompt-edits/prompt-parts.ts";
import { requireKind } from "../prompt-edits/require-kind.ts";
import { setParameters, type ParameterPlace, type ParameterPlaces } from "../prompt-edits/set-parameters.ts";
import { insertSystemParts } from "./insert-system-parts.ts";

const places: ParameterPlaces = {
  temperature: inConfig("temperature"),
  topP: inConfig("topP", "top_p"),
  maxOutputTokens: inConfig("maxOutputTokens", "max_output_tokens"),
  stop: inConfig("stopSequences", "stop_sequences"),
  seed: inConfig("seed"),
  presencePenalty: inConfig("presencePenalty", "presence_penalty"),
  frequencyPenalty: inConfig("frequencyPenalty", "frequency_penalty"),
  // Each generation of models has a word of its own for it, and refuses the others'.
  reasoningEffort: undefined,
};

/** A member of the generation config in every spelling that Google's JSON takes. */
function inConfig(...names: readonly [string, ...string[]]): ParameterPlace {
  const [first, ...others] = names;
  const inOther = others.map((name): MemberPath => ["generationConfig", name]);
  const inSnakeCase = names.map((name): MemberPath => ["generation_config", name]);
  return { paths: [["generationConfig", first], ...inOther, ...inSnakeCase] };
}

const parts: PartWriter = {
  text: (text) => ({ text }),
  media({ url, mediaType }) {
    const data = parseDataUrl(url);
    const mimeType = mediaType ?? data?.mediaType;
    if (data !== undefined) return mimeType === undefined ? undefined : { inlineData: { mimeType, data: data.base64 } };
    return { fileData: { ...(mimeType === undefined ? {} : { mimeType }), fileUri: url } };
  },
};
const textOnly: PartWriter = { text: parts.text, media: () => undefined };

/** Writes a prompt into a request to generate content: what its system says comes before what the caller's does. */
export function applyPrompt(body: JsonBody, prompt: RenderedPrompt): AppliedPrompt {
  requireKind(body, "contents", ["list"]);
  const editor = new BodyEditor(body);
  const { system, before, after } = splitSystem(prompt, editor);
  const write = (message: PlacedMessage) => JSON.stringify(contentOf(message, editor));
  insertSystemParts(
    editor,
    system.flatMap((message) => writeParts(message, textOnly, editor)),
  );
  editor.surround("contents", before.map(write), after.map(write));
  setParameters(editor, prompt.parameters, places);
  if (prompt.tools.length > 0) editor.set([["tools"]], [{ functionDeclarations: prompt.tools.map(declarationOf) }]);
  setSchema(editor, prompt);
  return editor.finish();
}

function contentOf(placedMessage: PlacedMessage, editor: BodyEditor): object {
  const isModel = placedMessage.message.role === "assistant";
  const written = writeParts(placedMessage, isModel ? textOnly : parts, editor);
  return { role: isModel ? "model" : "user", parts: written };
}

function declarationOf({ parameters, ...tool }: RenderedPrompt["tools"][number]): object {
  return { ...tool, parametersJsonSchema: parameters };
}

function setSchema(editor: BodyEditor, { responseSchema }: RenderedPrompt): void {
  if (responseSchema === undefined) return;
  const { paths } = inConfig("responseJsonSchema", "response_json_schema", "responseSchema", "response_schema");
  const isSet = editor.set(paths, responseSchema.schema);
  if (isSet) editor.set(inConfig("responseMimeType", "response_mime_type").paths, "application/json");
}
