import OpenAI from "openai";

const client = new OpenAI({ baseURL: `${process.env.HOLDFAST_URL}/v1`, apiKey: process.env.HOLDFAST_KEY });

const stream = await client.chat.completions.create({
  model: "support",
  messages: [{ role: "user", content: "Hello, plane!" }],
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
