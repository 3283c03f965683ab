import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { answerJson } from "../support/stub-upstream.ts";
import { chatCompletion } from "./openai-answers.ts";
import { sayIt, useReplayFlow } from "./replay-fixture.ts";

const flow = useReplayFlow();
const { api, call, replay, row } = flow;
const sent = () => flow.upstream.requests.at(-1);
const hi = [{ role: "user", content: "Hi" }];
const toGreet = { model: "greet", messages: [], prompt: { variables: { name: "Ada" } } };

describe("a replayed call", () => {
  it.each([
    ["chat", "/v1/chat/completions", { model: "openai/gpt-4o-mini", messages: hi }, "You said: Hi"],
    ["a chat stream", "/v1/chat/completions", { model: "gpt-4o-mini", messages: hi, stream: true }, "You said: Hi"],
    ["messages", "/v1/messages", { model: "claude", max_tokens: 9, messages: hi }, "You said: Hi"],
    [
      "generateContent",
      "/v1beta/models/gemini-2.5-flash:generateContent",
      { contents: [{ role: "user", parts: [{ text: "Hi" }] }] },
      "You said: Hi",
    ],
    [
      "streamGenerateContent",
      "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
      { contents: [{ role: "user", parts: [{ text: "Hi" }] }] },
      "You said: Hi",
    ],
  ])("of %s asks the provider the very same, and shows both", async (_name, path, body, said) => {
    const id = await call(path, body);
    const before = sent();
    const known = flow.upstream.requests.length;
    const view = await replay(id);
    expect(flow.upstream.requests).toHaveLength(known + 1);
    expect([sent()?.url, String(sent()?.body)]).toEqual([before?.url, String(before?.body)]);
    const like = { status: 200, outcome: "answered", stream: view["original"].call.stream, usage_source: "provider" };
    expect(view["original"]).toMatchObject({ call: { ...like, id }, text: said, text_cut: false });
    expect(view["replay"]).toMatchObject({ call: { ...like, tags: { replay_of: id } }, text: said, text_cut: false });
    expect(view).toMatchObject({ same_text: true, request_redacted: false });
  });

  it("is a row of the same project, of no key, with what it cost", async () => {
    const id = await call("/v1/chat/completions", { model: "openai/gpt-4o-mini", messages: hi });
    const shown = (await replay(id))["replay"].call;
    const stored = await row(shown.id);
    expect(stored).toEqual(shown);
    expect(stored).toMatchObject({ project: "default", cost_nanodollars: expect.any(Number) });
    expect(stored).not.toHaveProperty("key_id");
  });

  it("sends Anthropic the version that its API wants", async () => {
    const id = await call("/v1/messages", { model: "claude", max_tokens: 9, messages: hi });
    await replay(id);
    expect(sent()?.headers["anthropic-version"]).toBe("2023-06-01");
  });

  it("runs on another release when one is asked for, and on its own or the pinned one otherwise", async () => {
    const id = await call("/v1/chat/completions", toGreet);
    const [own, other] = [await replay(id), await replay(id, { release: 2 })];
    expect(own["replay"]).toMatchObject({ call: { release: "greet@1" }, text: "You said: Greet Ada warmly." });
    expect(other["original"].call).toMatchObject({ release: "greet@1", prompt: "greeting@1" });
    expect(other["replay"].call).toMatchObject({ release: "greet@2", prompt: "greeting@2" });
    expect(other["replay"].text).toBe("You said: Greet Ada in one word.");
    expect([own["same_text"], other["same_text"]]).toEqual([true, false]);
    await api("/api/routes/greet/promote", { to: 2 });
    expect((await replay(id))["replay"].call.release).toBe("greet@1");
    expect((await replay(id, { release: "pinned" }))["replay"].call.release).toBe("greet@2");
    await api("/api/routes/greet/promote", { to: 1 });
  });

  it("shows what went wrong this time beside what went well", async () => {
    const id = await call("/v1/chat/completions", { model: "openai/gpt-4o-mini", messages: hi });
    flow.upstream.use(answerJson({ error: { message: "Slow down.", type: "rate" } }, 429));
    const view = await replay(id);
    flow.upstream.use(sayIt);
    expect(view["replay"]).toMatchObject({ call: { status: 429, outcome: "declined" } });
    expect(view["replay"].text).toContain("Slow down.");
    expect(view["same_text"]).toBe(false);
  });

  it("without a text is neither the same nor another", async () => {
    flow.upstream.use(answerJson({ object: "list", data: [{ object: "embedding", index: 0, embedding: [0.5] }] }));
    const id = await call("/v1/embeddings", { model: "openai/text-embedding-3-small", input: "Hi" });
    const view = await replay(id);
    flow.upstream.use(sayIt);
    expect([view["original"].text, view["replay"].text, view["same_text"]]).toEqual(["", "", null]);
  });

  it("says so when a secret was redacted from the request", async () => {
    const secret = "sk-ant-api03-0123456789abcdefghijklmnopqrstuvwxyz";
    const messages = [{ role: "user", content: `The key is ${secret}.` }];
    const id = await call("/v1/chat/completions", { model: "openai/gpt-4o-mini", messages });
    const view = await replay(id);
    expect(view["request_redacted"]).toBe(true);
    expect(String(sent()?.body)).not.toContain(secret);
    expect(JSON.stringify(view)).not.toContain(secret);
  });

  it("has its new answer redacted like the captured one", async () => {
    const secret = "sk-ant-api03-0123456789abcdefghijklmnopqrstuvwxyz";
    flow.upstream.use(answerJson(chatCompletion({ content: `It is ${secret}.` })));
    const id = await call("/v1/chat/completions", { model: "openai/gpt-4o-mini", messages: hi });
    const view = await replay(id);
    flow.upstream.use(sayIt);
    expect(view["replay"].text).toBe("It is [redacted].");
    expect(view).toMatchObject({ same_text: true, request_redacted: false });
  });

  it("takes the beginning of an id", async () => {
    const id = await call("/v1/chat/completions", { model: "openai/gpt-4o-mini", messages: hi });
    expect((await replay(id.slice(0, 18)))["original"].call.id).toBe(id);
  });
});

describe("a replay is refused", () => {
  const refusal = async (id: string, wish: object = {}, token?: string) => {
    const known = flow.upstream.requests.length;
    const { status, body } = await api(`/api/calls/${id}/replay`, wish, token);
    expect(flow.upstream.requests).toHaveLength(known);
    return { status, ...body["error"] };
  };

  it("without the scope admin", async () => {
    const made = await api("/api/keys", { name: "reader", scopes: ["ledger:read", "call", "releases:write"] });
    await sleep(1_000);
    const id = await call("/v1/chat/completions", { model: "openai/gpt-4o-mini", messages: hi });
    expect(await refusal(id, {}, made.body["key"])).toMatchObject({ status: 403, code: "scope-missing" });
  });

  it("of a call that is not there", async () => {
    expect(await refusal("018f0000-0000-7000-8000-000000000000")).toMatchObject({ status: 404, code: "not-found" });
  });

  it("on a release that is not there, of a call without a route, and for words that say nothing", async () => {
    const id = await call("/v1/chat/completions", toGreet);
    expect(await refusal(id, { release: 99 })).toMatchObject({ status: 404, code: "release-unknown" });
    const unrouted = await call("/v1/chat/completions", { model: "openai/gpt-4o-mini", messages: hi });
    expect(await refusal(unrouted, { release: 1 })).toMatchObject({ status: 404, code: "release-unknown" });
    for (const wish of [{ release: 0 }, { release: "newest" }, { relase: 1 }]) {
      expect(await refusal(id, wish)).toMatchObject({ status: 400, code: "request-invalid" });
    }
  });

  it("when only the beginning of the request was captured", async () => {
    const messages = [{ role: "user", content: "long ".repeat(2_000) }];
    const id = await call("/v1/chat/completions", { model: "openai/gpt-4o-mini", messages });
    expect(await refusal(id)).toMatchObject({ status: 422, code: "call-unrepeatable" });
    expect((await refusal(id)).message).toContain("capture.maxBytes");
  });

  it("of what is no call of a model", async () => {
    const id = await call("/v1/moderations", { input: "Hi" });
    expect((await refusal(id)).message).toContain('"moderations"');
  });

  it("of a call whose provider was named by its path, where the model alone leads to another", async () => {
    const id = await call("/providers/other/chat/completions", { model: "gpt-4o-mini", messages: hi });
    expect(await refusal(id)).toMatchObject({ status: 422, code: "call-unrepeatable" });
    expect((await refusal(id)).message).toContain("leads to openai");
    const same = await call("/providers/openai/v1/chat/completions", { model: "gpt-4o-mini", messages: hi });
    expect(await replay(same)).toMatchObject({ same_text: true });
  });
});

describe("holdfast calls replay", () => {
  const run = (...argv: readonly string[]) => flow.command("calls", "replay", ...argv, "--url", flow.url);

  it("prints both side by side, and the lines that differ", async () => {
    const id = await call("/v1/chat/completions", toGreet);
    const { exit, out } = await run(id, "--release", "2");
    expect(exit).toBe(0);
    expect(out).toMatch(/release +greet@1 +greet@2\n/);
    expect(out).toMatch(/prompt +greeting@1 +greeting@2\n/);
    expect(out).toMatch(/status +200 +200\n/);
    expect(out).toContain("Original answer\nYou said: Greet Ada warmly.");
    expect(out).toContain("Replayed answer\nYou said: Greet Ada in one word.");
    expect(out).toContain("-You said: Greet Ada warmly.");
    expect(out).toContain("+You said: Greet Ada in one word.");
  });

  it("prints the text once when both say the same, and the whole view with --json", async () => {
    const id = await call("/v1/chat/completions", toGreet);
    const { out } = await run(id, "--pinned");
    expect(out).toContain("Both answers\nYou said: Greet Ada warmly.");
    expect(out).not.toContain("Difference");
    expect((await run(id, "--json")).json()).toMatchObject({ same_text: true, original: { call: { id } } });
  });

  it("asks which of two releases is meant, and says what it is refused with", async () => {
    const id = await call("/v1/chat/completions", toGreet);
    expect(await run(id, "--release", "2", "--pinned")).toMatchObject({ exit: 2, out: "" });
    const refused = await run(id, "--release", "99");
    expect([refused.exit, refused.err]).toEqual([1, expect.stringContaining("There is no greet@99")]);
  });

  it("without --url says what to type", async () => {
    const { exit, err } = await flow.command("calls", "replay", "019abc12-3456");
    expect(exit).toBe(2);
    expect(err).toContain("holdfast calls replay 019abc12-3456 --url http://localhost:8787");
  });
});
