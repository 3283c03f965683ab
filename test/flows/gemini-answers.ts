/** Answers of Gemini's API as its SDK expects them: self-made, small, whole. */

const modelVersion = "gemini-2.5-flash";
// The counts are running totals: every event's usage replaces the one before.
export const geminiUsage = {
  promptTokenCount: 20,
  cachedContentTokenCount: 4,
  candidatesTokenCount: 7,
  thoughtsTokenCount: 2,
  totalTokenCount: 29,
};

export const weatherCallPart = { functionCall: { id: "fc_1", name: "weather", args: { city: "Utrecht", unit: "c" } } };

export function generated(parts: readonly object[], finishReason?: string, usage: object = geminiUsage): object {
  return {
    candidates: [
      { content: { role: "model", parts }, index: 0, ...(finishReason === undefined ? {} : { finishReason }) },
    ],
    usageMetadata: usage,
    modelVersion,
    responseId: "resp-flow",
  };
}

/** A stream of text as Google frames it, with lines that end in CRLF. */
export function generatedEvents(pieces: readonly string[]): readonly string[] {
  return pieces.map((text, index) => {
    const isLast = index === pieces.length - 1;
    const running = { promptTokenCount: 20, candidatesTokenCount: index, totalTokenCount: 20 + index };
    return geminiEvent(generated([{ text }], isLast ? "STOP" : undefined, isLast ? geminiUsage : running));
  });
}

export function geminiEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\r\n\r\n`;
}

export function geminiError(code: number, status: string, message: string): object {
  return { error: { code, message, status } };
}
