import { describe, expect, it } from "vitest";
import { chatAnswer, chatChunk, chatDone, chatFinish, chatRequest, chatUsage } from "../support/openai-fixtures.ts";
import { postgresServer } from "../support/postgres.ts";
import { answerEvents, answerJson } from "../support/stub-upstream.ts";
import { until } from "../support/worker-gateway.ts";
import { useWorkerWire } from "../support/worker-wire.ts";

describe.skipIf(postgresServer === undefined)("a call through workerd, run again", () => {
  const wire = useWorkerWire("capture: { bodies: all }\n");

  it.each([
    ["plain", chatRequest, answerJson(chatAnswer), "Hello"],
    [
      "streamed",
      { ...chatRequest, stream: true, stream_options: { include_usage: true } },
      answerEvents([chatChunk("Hel"), chatChunk("lo"), chatFinish, chatUsage, chatDone]),
      "Hello",
    ],
  ] as const)("is shown beside itself, %s, and is in the ledger", async (_form, body, answer, said) => {
    wire.upstream.use(answer);
    const first = await wire.worker.post("/v1/chat/completions", body);
    await first.text();
    const { id } = await wire.worker.row(first);
    const response = await wire.worker.post(`/api/calls/${id}/replay`, {});
    expect(response.status).toBe(200);
    const view: unknown = await response.json();
    const side = { text: said, text_cut: false };
    expect(view).toMatchObject({
      original: { ...side, call: { id } },
      replay: { ...side, call: { outcome: "answered", tags: { replay_of: id } } },
      same_text: true,
    });
    const tagged = { tags: { replay_of: id } };
    const stored = await until(async () => (await wire.worker.store.calls.list(tagged, 1)).calls[0]);
    expect(view).toMatchObject({ replay: { call: stored } });
  });
});
