import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ baseURL: process.env.HOLDFAST_URL, apiKey: process.env.HOLDFAST_KEY });

const stream = client.messages.stream({
  model: "support",
  max_tokens: 200,
  messages: [{ role: "user", content: "Hello, plane!" }],
});
stream.on("text", (text) => process.stdout.write(text));
await stream.finalMessage();
