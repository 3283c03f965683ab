import { describe, expect, it, vi } from "vitest";
import { openRedisSignals } from "../../../src/adapters/redis/open-redis-signals.ts";
import { signalsContract } from "../../contracts/signals.ts";
import { redisServer } from "../../support/redis.ts";
import { tcpGate } from "../../support/tcp-gate.ts";

describe.skipIf(redisServer === undefined)("signals by Redis", () => {
  const url = redisServer ?? "";
  signalsContract(() => openRedisSignals({ url }), { acrossReplicas: true });

  it("come back after an outage, and every listener looks again once", async () => {
    const { hostname, port } = new URL(url);
    const gate = await tcpGate({ host: hostname, port: Number(port) });
    const onEvent = vi.fn<(event: string, fields: Readonly<Record<string, unknown>>) => void>();
    const signals = await openRedisSignals({ url: `redis://127.0.0.1:${gate.port}`, onEvent });
    const listener = vi.fn<() => void>();
    await signals.subscribe("keys", listener);
    await gate.shut();
    await vi.waitFor(() => expect(onEvent).toHaveBeenCalledWith("signals-unavailable", expect.anything()), 5000);
    await expect(signals.publish("keys")).rejects.toMatchObject({ code: "store-unavailable" });
    await gate.open();
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1), 5000);
    expect(onEvent).toHaveBeenLastCalledWith("signals-restored", { by: "redis" });
    await signals.publish("keys");
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2), 5000);
    await signals.close();
    await gate.shut();
  });
});

describe("signals by Redis without a Redis", () => {
  it("open all the same, and say that a signal was not sent", async () => {
    const onEvent = vi.fn<(event: string, fields: Readonly<Record<string, unknown>>) => void>();
    const signals = await openRedisSignals({ url: "redis://user:hunter2@127.0.0.1:9", onEvent });
    expect(onEvent).toHaveBeenCalledWith("signals-unavailable", expect.anything());
    await expect(signals.publish("keys")).rejects.toMatchObject({ code: "store-unavailable" });
    await signals.close();
  });

  it("refuse a url that cannot be read without showing it", async () => {
    const refused = openRedisSignals({ url: "redis://user:hunter2@:x" });
    await expect(refused).rejects.toMatchObject({ code: "config-invalid" });
    await expect(refused).rejects.not.toThrow(/hunter2/);
  });
});
