import type { RenderedPrompt } from "../../prompts/prompt.ts";
import type { JsonBody } from "../json-body.ts";
import { memberKind } from "../member-kind.ts";
import type { AppliedPrompt } from "../prompt-edits/applied-prompt.ts";
import { BodyEditor } from "../prompt-edits/body-editor.ts";
import { mediaKind, parseDataUrl } from "../prompt-edits/data-url.ts";
import {
  splitSystem,
  textOfMessage,
  writeParts,
  type PartWriter,
  type PlacedMessage,
} from "../prompt-edits/prompt-parts.ts";
import { requireKind } from "../prompt-edits/require-kind.ts";
import { setParameters, type ParameterPlaces } from "../prompt-edits/set-parameters.ts";

/** The efforts that Anthropic has too; `none` and `minimal` are below its lowest. */
const efforts: ReadonlySet<unknown> = new Set(["low", "medium", "high"]);

const places: ParameterPlaces = {
  temperature: { paths: [["temperature"]] },
  topP: { paths: [["top_p"]] },
  maxOutputTokens: { paths: [["max_tokens"]] },
  stop: { paths: [["stop_sequences"]] },
  seed: undefined,
  presencePenalty: undefined,
  frequencyPenalty: undefined,
  reasoningEffort: {
    paths: [["output_config", "effort"]],
    map: (effort) => (efforts.has(effort) ? effort : undefined),
  },
};

const parts: PartWriter = {
  text: (text) => ({ type: "text", text }),
  media({ url, mediaType }) {
    const data = parseDataUrl(url);
    const type = mediaType ?? data?.mediaType;
    const source = data === undefined ? { type: "url", url } : { type: "base64", media_type: type, data: data.base64 };
    const kind = mediaKind(type);
    if (kind === "image") return { type: "image", source };
    return kind === "pdf" ? { type: "document", source } : undefined;
  },
};
const textOnly: PartWriter = { text: parts.text, media: () => undefined };

/** Writes a prompt into a request for a message: what its system says comes before what the caller's does. */
export function applyPrompt(body: JsonBody, prompt: RenderedPrompt): AppliedPrompt {
  requireKind(body, "messages", ["list"]);
  requireKind(body, "system", ["text", "list"]);
  const editor = new BodyEditor(body);
  const { system, before, after } = splitSystem(prompt, editor);
  const write = (message: PlacedMessage) => JSON.stringify(messageOf(message, editor));
  putSystem(
    editor,
    system.flatMap((message) => writeParts(message, textOnly, editor)).map((part) => JSON.stringify(part)),
  );
  editor.surround("messages", before.map(write), after.map(write));
  setParameters(editor, prompt.parameters, places);
  if (prompt.tools.length > 0) {
    editor.set(
      [["tools"]],
      prompt.tools.map(({ parameters, ...tool }) => ({ ...tool, input_schema: parameters })),
    );
  }
  const { responseSchema } = prompt;
  if (responseSchema !== undefined) {
    editor.set([["output_config", "format"], ["output_format"]], {
      type: "json_schema",
      schema: responseSchema.schema,
    });
  }
  return editor.finish();
}

function messageOf(placedMessage: PlacedMessage, editor: BodyEditor): object {
  const { role } = placedMessage.message;
  const writer = role === "user" ? parts : textOnly;
  return { role, content: textOfMessage(placedMessage.message) ?? writeParts(placedMessage, writer, editor) };
}

/** The caller's own system text becomes one more block, its bytes as they were. */
function putSystem(editor: BodyEditor, blocks: readonly string[]): void {
  if (blocks.length === 0) return;
  const span = editor.body.spans.get("system");
  if (span === undefined || memberKind(editor.body, "system") !== "text") {
    editor.surround("system", blocks, []);
    return;
  }
  editor.insert(span.start, `[${blocks.join(",")},{"type":"text","text":`);
  editor.insert(span.end, "}]");
}
