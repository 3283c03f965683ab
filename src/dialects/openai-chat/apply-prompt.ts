import type { RenderedPrompt } from "../../prompts/prompt.ts";
import type { JsonBody } from "../json-body.ts";
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
  maxOutputTokens: { paths: [["max_completion_tokens"], ["max_tokens"]] },
  stop: { paths: [["stop"]] },
  seed: { paths: [["seed"]] },
  presencePenalty: { paths: [["presence_penalty"]] },
  frequencyPenalty: { paths: [["frequency_penalty"]] },
  reasoningEffort: { paths: [["reasoning_effort"]] },
};

/** The audio formats that chat takes, by media type. */
const audioFormats: ReadonlyMap<string, string> = new Map([
  ["audio/wav", "wav"],
  ["audio/x-wav", "wav"],
  ["audio/mpeg", "mp3"],
  ["audio/mp3", "mp3"],
]);

const parts: PartWriter = {
  text: (text) => ({ type: "text", text }),
  media({ url, mediaType }) {
    const data = parseDataUrl(url);
    const type = mediaType ?? data?.mediaType;
    switch (mediaKind(type)) {
      case "image":
        return { type: "image_url", image_url: { url } };
      case "audio": {
        const format = audioFormats.get(type ?? "");
        return data === undefined || format === undefined
          ? undefined
          : { type: "input_audio", input_audio: { data: data.base64, format } };
      }
      case "pdf":
        // Chat takes a file's bytes, and no address of one.
        return data === undefined ? undefined : { type: "file", file: { filename: "document.pdf", file_data: url } };
      default:
        return undefined;
    }
  },
};

/** Writes a prompt into a chat request: its messages around the caller's, and what else the caller left open. */
export function applyPrompt(body: JsonBody, prompt: RenderedPrompt): AppliedPrompt {
  requireKind(body, "messages", ["list"]);
  const editor = new BodyEditor(body);
  const write = (message: PlacedMessage) => JSON.stringify(messageOf(message, editor));
  editor.surround("messages", placed("before", prompt.before).map(write), placed("after", prompt.after).map(write));
  setParameters(editor, prompt.parameters, places);
  if (prompt.tools.length > 0) {
    editor.set(
      [["tools"], ["functions"]],
      prompt.tools.map((tool) => ({ type: "function", function: tool })),
    );
  }
  const { responseSchema } = prompt;
  if (responseSchema !== undefined) {
    editor.set([["response_format"]], { type: "json_schema", json_schema: responseSchema });
  }
  return editor.finish();
}

function messageOf(placedMessage: PlacedMessage, editor: BodyEditor): object {
  const { role } = placedMessage.message;
  const content = textOfMessage(placedMessage.message) ?? writeParts(placedMessage, partsFor(role), editor);
  return { role, content };
}

/** Only a user's message has media. */
function partsFor(role: string): PartWriter {
  return role === "user" ? parts : { text: parts.text, media: () => undefined };
}
