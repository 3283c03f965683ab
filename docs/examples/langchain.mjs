import { ChatOpenAI } from "@langchain/openai";

const model = new ChatOpenAI({
  model: "support",
  apiKey: process.env.HOLDFAST_KEY,
  configuration: { baseURL: `${process.env.HOLDFAST_URL}/v1` },
});

for await (const chunk of await model.stream("Hello, plane!")) process.stdout.write(chunk.text);
