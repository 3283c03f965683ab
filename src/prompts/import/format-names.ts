/** The formats of other tools, and whose they are. In the order in which they are tried: the most telling first. */
export const formatsInWords = {
  prompty: "Prompty (.prompty)",
  dotprompt: "dotprompt, of Genkit and Firebase (.prompt)",
  github: "GitHub Models (.prompt.yml)",
  langfuse: "Langfuse's API or export (.json)",
  openai: "OpenAI's prompt objects (.json)",
  promptfoo: "promptfoo (.txt, .json, .yaml)",
} as const;

export type FormatName = keyof typeof formatsInWords;
