import { GoogleGenAI } from "@google/genai";

const client = new GoogleGenAI({
  apiKey: process.env.HOLDFAST_KEY,
  httpOptions: { baseUrl: process.env.HOLDFAST_URL },
});

const stream = await client.models.generateContentStream({ model: "support", contents: "Hello, plane!" });
for await (const chunk of stream) process.stdout.write(chunk.text ?? "");
