import type { RenderedPrompt } from "../../prompts/prompt.ts";
import type { JsonBody } from "../json-body.ts";
import { memberKind } from "../member-kind.ts";
import type { AppliedPrompt } from "../prompt-edits/applied-prompt.ts";
import { BodyEditor } from "../prompt-edits/body-editor.ts";
import { mediaKind, parseDataUrl } from "../prompt-edits/data-url.ts";
import {
  placed,
  textOfMessage,
  writeParts,
  type PartWriter,
  type PlacedMessage,
} from "../prompt-edits/prompt-parts.ts";
import { requireKind } from "../prompt-edits/require-kind.ts";
import { setParameters, type ParameterPlaces } from "../prompt-edits/set-parameters.ts";

const places: ParameterPlaces = {
  temperature: { paths: [["temperature"]] },
  topP: { paths: [["top_p"]] },
  maxOutputTokens: { paths: [["max_output_tokens"]] },
  stop: undefined,
  seed: undefined,
  presencePenalty: undefined,
  frequencyPenalty: undefined,
  reasoningEffort: { paths: [["reasoning", "effort"]] },
};

const parts: PartWriter = {
  text: (text) => ({ type: "input_text", text }),
  media({ url, mediaType }) {
    const data = parseDataUrl(url);
    switch (mediaKind(mediaType ?? data?.mediaType)) {
      case "image":
        return { type: "input_image", detail: "auto", image_url: url };
      case "pdf":
        return data === undefined
          ? { type: "input_file", file_url: url }
          : { type: "input_file", filename: "document.pdf", file_data: url };
      default:
        return undefined;
    }
  },
};

/** What the model said itself has no media, and its parts another name; its messages are text. */
const spoken: PartWriter = { text: (text) => ({ type: "output_text", text, annotations: [] }), media: () => undefined };

/** Writes a prompt into a request for a response: its messages around the caller's input, the caller's instructions as they are. */
export function applyPrompt(body: JsonBody, prompt: RenderedPrompt): AppliedPrompt {
  requireKind(body, "input", ["text", "list"]);
  const editor = new BodyEditor(body);
  const write = (message: PlacedMessage) => JSON.stringify(messageOf(message, editor));
  surroundInput(editor, placed("before", prompt.before).map(write), placed("after", prompt.after).map(write));
  setParameters(editor, prompt.parameters, places);
  if (prompt.tools.length > 0) {
    // Left out, `strict` would mean true, and few schemas keep its rules.
    editor.set(
      [["tools"]],
      prompt.tools.map((tool) => ({ type: "function", ...tool, strict: false })),
    );
  }
  const { responseSchema } = prompt;
  if (responseSchema !== undefined) editor.set([["text", "format"]], { type: "json_schema", ...responseSchema });
  return editor.finish();
}

function messageOf(placedMessage: PlacedMessage, editor: BodyEditor): object {
  const { role } = placedMessage.message;
  const writer = role === "assistant" ? spoken : parts;
  return { role, content: textOfMessage(placedMessage.message) ?? writeParts(placedMessage, writer, editor) };
}

/** An input that is one text becomes a user's message, its bytes as they were. */
function surroundInput(editor: BodyEditor, before: readonly string[], after: readonly string[]): void {
  const span = editor.body.spans.get("input");
  if (span === undefined || memberKind(editor.body, "input") !== "text") {
    editor.surround("input", before, after);
    return;
  }
  editor.insert(span.start, `[${before.map((message) => `${message},`).join("")}{"role":"user","content":`);
  editor.insert(span.end, `}${after.map((message) => `,${message}`).join("")}]`);
}
