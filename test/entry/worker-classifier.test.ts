import { describe, expect, it } from "vitest";

import { chatAnswer } from "../support/openai-fixtures.ts";
import { postgresServer } from "../support/postgres.ts";
import { answerJson, hang } from "../support/stub-upstream.ts";
import type { StubHandler } from "../support/stub-upstream.ts";
import { until } from "../support/worker-gateway.ts";
import { providerKey, useWorkerWire } from "../support/worker-wire.ts";

const endpoint = "/classify";

describe.skipIf(postgresServer === undefined)("an external classifier in workerd", () => {
  const wire = useWorkerWire(
    (url) => `
  asked: { target: openai/gpt-4o-mini, guards: asked }
  hasty: { target: openai/gpt-4o-mini, guards: hasty }
  judged: { target: openai/gpt-4o-mini, guards: judged }
guards:
  asked: { classifier: { url: "${url}${endpoint}", apiKey: { env: PROVIDER_KEY }, timeout: 10s } }
  hasty: { classifier: { url: "${url}${endpoint}", timeout: 100ms } }
  judged: { classifier: { judge: openai/judge-1, timeout: 10s } }
`,
  );
  const post = (model: string) =>
    wire.worker.post("/v1/chat/completions", { model, messages: [{ role: "user", content: "Where is my parcel?" }] });
  /** The first answers questions, wherever they are asked. */
  const use = (classifier: StubHandler): void => {
    wire.upstream.use((request, response) => {
      const isQuestion = request.url === endpoint || String(request.body).includes("judge-1");
      return (isQuestion ? classifier : answerJson(chatAnswer))(request, response);
    });
  };
  const says = (score: number): string => JSON.stringify({ results: [{ score }] });

  it("is asked with its key, and decides", async () => {
    use(answerJson(says(0.9)));
    const refused = await post("asked");
    expect(refused.status).toBe(403);
    expect(await wire.worker.row(refused)).toMatchObject({ guard_verdict: "block", error_code: "guard-blocked" });
    expect(wire.upstream.requests.at(-1)?.headers["authorization"]).toBe(`Bearer ${providerKey}`);
    use(answerJson(says(0)));
    expect((await post("asked")).status).toBe(200);
  }, 30_000);

  it("that is slow or sends elsewhere is a broken guard", async () => {
    use(hang());
    expect((await post("hasty")).status).toBe(503);
    use(answerJson(says(0), 302, { location: "/elsewhere" }));
    expect((await post("asked")).status).toBe(503);
    expect(wire.upstream.requests.at(-1)?.url).toBe(endpoint);
  }, 30_000);

  it("may be a model, whose call has its own row", async () => {
    use(answerJson({ ...chatAnswer, choices: [{ index: 0, message: { role: "assistant", content: says(0.9) } }] }));
    const refused = await post("judged");
    expect(refused.status).toBe(403);
    expect(await wire.worker.row(refused)).toMatchObject({ guard_verdict: "block" });
    const judged = await until(async () => {
      const { calls } = await wire.worker.store.calls.list({}, 100);
      const found = calls.filter(({ tags }) => tags?.["guard_judge"] === "judged");
      return found.length === 0 ? undefined : found;
    });
    expect(judged).toEqual([
      expect.objectContaining({
        requested_model: "openai/judge-1",
        outcome: "answered",
        tags: { guard_judge: "judged", judged_call: refused.headers.get("holdfast-call-id") },
      }),
    ]);
  }, 30_000);
});
