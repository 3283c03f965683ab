import type { RenderedMessage, RenderedPart, RenderedPrompt } from "../../prompts/prompt.ts";
import type { BodyEditor } from "./body-editor.ts";

export type MediaPart = Extract<RenderedPart, { readonly kind: "media" }>;

/** A message of the prompt, and its place there for what is lost of it: `before[2]`. */
export interface PlacedMessage {
  readonly message: RenderedMessage;
  readonly at: string;
}

export function placed(list: "before" | "after", messages: readonly RenderedMessage[]): readonly PlacedMessage[] {
  return messages.map((message, index) => ({ message, at: `${list}[${index}]` }));
}

/** The text of a part, template and variables alike. */
export function textOfPart(part: Extract<RenderedPart, { readonly kind: "text" }>): string {
  return part.spans.map(({ text }) => text).join("");
}

/** The text of a message that has nothing else; undefined when it has media. */
export function textOfMessage({ parts }: RenderedMessage): string | undefined {
  let text = "";
  for (const part of parts) {
    if (part.kind === "media") return undefined;
    text += textOfPart(part);
  }
  return text;
}

/** How a dialect writes the parts of a message; undefined: it has no such part. */
export interface PartWriter {
  readonly text: (text: string) => unknown;
  readonly media: (part: MediaPart) => unknown;
}

/** The parts in the dialect's form. What it cannot say is left out and named. */
export function writeParts({ message, at }: PlacedMessage, writer: PartWriter, editor: BodyEditor): readonly unknown[] {
  return message.parts.flatMap((part, index) => {
    const written: unknown = part.kind === "text" ? writer.text(textOfPart(part)) : writer.media(part);
    if (written === undefined) editor.lose(`${at}.parts[${index}] (${mediaName(part)})`);
    return written === undefined ? [] : [written];
  });
}

function mediaName(part: RenderedPart): string {
  return part.kind === "media" ? (part.mediaType ?? "media") : "text";
}

/** For a dialect that has one place for what a system says, before the conversation. */
export interface SplitPrompt {
  readonly system: readonly PlacedMessage[];
  readonly before: readonly PlacedMessage[];
  readonly after: readonly PlacedMessage[];
}

/** Takes the system's and the developer's messages out of the conversation; one that followed a turn has lost its place. */
export function splitSystem(prompt: RenderedPrompt, editor: BodyEditor): SplitPrompt {
  const before = placed("before", prompt.before);
  const after = placed("after", prompt.after);
  const firstTurn = before.findIndex((one) => !isSystem(one));
  const moved = [...(firstTurn === -1 ? [] : before.slice(firstTurn)), ...after].filter(isSystem);
  for (const { at } of moved) editor.lose(`${at} (its place in the conversation)`);
  return {
    system: [...before, ...after].filter(isSystem),
    before: before.filter((one) => !isSystem(one)),
    after: after.filter((one) => !isSystem(one)),
  };
}

function isSystem({ message: { role } }: PlacedMessage): boolean {
  return role === "system" || role === "developer";
}
