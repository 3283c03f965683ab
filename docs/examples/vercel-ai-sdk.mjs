import { createOpenAI } from "@ai-sdk/openai";
import { streamText } from "ai";

const holdfast = createOpenAI({ baseURL: `${process.env.HOLDFAST_URL}/v1`, apiKey: process.env.HOLDFAST_KEY });

const { textStream } = streamText({ model: holdfast("support"), prompt: "Hello, plane!" });
for await (const text of textStream) process.stdout.write(text);
