import { describe, expect, it } from "vitest";

import { answerEvents, answerJson } from "../support/stub-upstream.ts";
import { useWire } from "./wire-fixture.ts";

/** What a model said is fetched later, by calls that have no texts of their own: what holds for answers holds for these. */
const wire = useWire(`
  plain: { target: openai/gpt-4o-mini, guards: plain }
  secretive: { target: openai/gpt-4o-mini, guards: secretive }
  open: { target: openai/gpt-4o-mini, guards: open }
guards:
  default: { tools: { allow: [find_order] }, actions: { pii: redact } }
  plain: {}
  secretive: { canary: true }
  open: { passthrough: allow }
`);

const card = "4242 4242 4242 4242";
const json = async (answer: Response) => JSON.parse(await answer.text());
const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${wire.gateway.url}${path}`, { method, headers: { authorization: `Bearer ${wire.gateway.key}`, ...headers } });
const google = { "x-goog-api-client": "test" };
const anthropic = { "anthropic-version": "2023-06-01" };

const said = (text: string) => ({
  type: "message",
  id: "msg_1",
  role: "assistant",
  content: [{ type: "output_text", text, annotations: [] }],
});
const called = (name: string) => ({ type: "function_call", id: "fc_1", call_id: "c1", name, arguments: "{}" });
const response = (...output: readonly object[]) => ({
  id: "resp_1",
  object: "response",
  status: "completed",
  model: "gpt-4o-mini",
  tools: [{ type: "function", name: "send_email", parameters: {} }],
  output,
});
const completion = (message: object) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  tools: [{ type: "function", function: { name: "send_email" } }],
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", ...message } }],
});

describe("a stored answer", () => {
  it("is shown without what the policy redacts, and goes on as it is when nothing is found", async () => {
    for (const [path, stored] of [
      ["/v1/responses/resp_1", (text: string) => response(said(text))],
      ["/v1/responses/resp_1/input_items", (text: string) => ({ object: "list", data: [said(text)] })],
      ["/v1/chat/completions/chatcmpl-1", (content: string) => completion({ content })],
      ["/v1/chat/completions", (content: string) => ({ object: "list", data: [completion({ content })] })],
      ["/v1/conversations/conv_1/items", (text: string) => ({ object: "list", data: [said(text)] })],
      ["/providers/openai/v1/responses/resp_1", (text: string) => response(said(text))],
    ] as const) {
      wire.upstream.use(answerJson(stored(`It is ${card}.`)));
      const shown = await get(path);
      expect([path, shown.status, shown.headers.get("holdfast-guard")]).toEqual([path, 200, "redact"]);
      expect(await json(shown)).toEqual(stored("It is [card removed]."));
      expect((await wire.settled()).guard_verdict).toBe("redact");
      wire.upstream.use(answerJson(stored("It is a secret.")));
      expect(await json(await get(path))).toEqual(stored("It is a secret."));
    }
  });

  it("is refused when it makes a call that nobody allowed", async () => {
    for (const [path, stored] of [
      ["/v1/responses/resp_1", response(called("send_email"))],
      [
        "/v1/chat/completions/chatcmpl-1",
        completion({ tool_calls: [{ id: "c", type: "function", function: { name: "send_email", arguments: "{}" } }] }),
      ],
    ] as const) {
      wire.upstream.use(answerJson(stored));
      const answer = await get(path);
      expect([answer.status, (await json(answer)).error.code]).toEqual([403, "output-blocked"]);
    }
    wire.upstream.use(answerJson(response(called("find_order"))));
    expect((await get("/v1/responses/resp_1")).status).toBe(200);
  });

  it("is screened as a stream, too", async () => {
    const events = [
      { type: "response.output_text.delta", output_index: 0, content_index: 0, delta: `Here: ${card.slice(0, 9)}` },
      { type: "response.output_text.delta", output_index: 0, content_index: 0, delta: `${card.slice(9)} it was.` },
      { type: "response.completed", response: response(said(`Here: ${card} it was.`)) },
    ];
    wire.upstream.use(answerEvents(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)));
    const text = await (await get("/v1/responses/resp_1?stream=true")).text();
    expect(text).toContain("[card removed]");
    expect(text).not.toContain("4242");
  });
});

describe("an answer that is fetched later", () => {
  const later = (model: string, input: string) =>
    wire.post("/v1/responses", { model, background: true, store: true, input });

  it("can be asked for where the policy needs nothing of its request", async () => {
    wire.upstream.use(answerJson({ ...response(), status: "queued" }));
    expect((await later("gpt-4o-mini", "Hello")).status).toBe(200);
    expect((await later("open", "Hello")).status).toBe(200);
  });

  it("cannot where it is enforced by the route, has a canary, or has found something", async () => {
    const refusals = [
      ["plain", "Hello", "is not the one for calls without a route"],
      ["secretive", "Hello", "has a canary"],
      ["gpt-4o-mini", `My card is ${card}.`, "has found something in the request"],
    ] as const;
    for (const [model, input, why] of refusals) {
      const answer = await later(model, input);
      const { code, message } = (await json(answer)).error;
      expect([answer.status, code]).toEqual([403, "guard-blocked"]);
      expect(message).toContain(why);
      expect((await wire.settled()).guard_verdict).toBe("block");
    }
  });
});

describe("what is no stored answer", () => {
  it("goes on when its JSON holds nothing", async () => {
    for (const [path, state, headers] of [
      ["/v1/files", { object: "list", data: [{ id: "file-1", filename: "a.txt" }] }, {}],
      ["/v1/batches/batch_1", { id: "batch_1", output_file_id: "file-2" }, {}],
      ["/v1beta/files/abc", { name: "files/abc", displayName: "a.txt", mimeType: "text/plain" }, google],
      ["/v1/messages/batches/msgbatch_1", { id: "msgbatch_1", processing_status: "ended" }, anthropic],
    ] as const) {
      wire.upstream.use(answerJson(state));
      const answer = await get(path, headers);
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, JSON.stringify(state)]);
    }
  });

  it("goes on when it says nothing at all", async () => {
    wire.upstream.use((_request, answer) => void answer.writeHead(204).end());
    expect((await get("/v1/responses/resp_1", {}, "DELETE")).status).toBe(204);
  });

  it("is refused before the provider is asked where answers are in a form that no guard reads", async () => {
    const asked = wire.upstream.requests.length;
    for (const [path, headers] of [
      ["/v1/files/file-1/content", {}],
      ["/v1/messages/batches/msgbatch_1/results", anthropic],
      ["/v1beta/batches/123", google],
      ["/v1beta/models/veo/operations/123", google],
    ] as const) {
      const answer = await get(path, headers);
      expect([path, answer.status]).toEqual([path, 403]);
      expect(await answer.text()).toContain("guards.default.passthrough: allow");
    }
    expect(wire.upstream.requests).toHaveLength(asked);
    expect(await wire.settled()).toMatchObject({ outcome: "refused", guard_verdict: "block" });
  });

  it("is refused when it is no JSON, with the type and what to write", async () => {
    wire.upstream.use((_request, answer) => void answer.writeHead(200, { "content-type": "video/mp4" }).end("film"));
    const answer = await get("/v1/videos/video_1");
    const { code, message } = (await json(answer)).error;
    expect([answer.status, code]).toEqual([403, "output-blocked"]);
    expect(message).toContain("video/mp4");
    expect(await wire.settled()).toMatchObject({
      outcome: "refused",
      error_code: "output-blocked",
      guard_verdict: "block",
    });
  });

  it("goes on unscreened, and says so, where the policy allows it", async () => {
    wire.gateway.changeSnapshot((snapshot) => {
      const open = snapshot.routes.get("open")?.content.guards;
      return open === undefined ? snapshot : { ...snapshot, guards: snapshot.readPolicy(open) };
    });
    wire.upstream.use((_request, answer) => void answer.writeHead(200, { "content-type": "video/mp4" }).end("film"));
    const answer = await get("/v1/videos/video_1");
    expect([answer.status, answer.headers.get("holdfast-guard"), await answer.text()]).toEqual([200, null, "film"]);
    expect((await wire.settled()).guard_verdict).toBeUndefined();
    expect((await get("/v1/files/file-1/content")).status).toBe(200);
  });
});
