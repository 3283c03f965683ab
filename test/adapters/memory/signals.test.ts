import { describe, expect, it, vi } from "vitest";
import { memorySignals } from "../../../src/adapters/memory/memory-signals.ts";
import { signalsContract } from "../../contracts/signals.ts";

describe("signals in memory", () => {
  signalsContract(async () => memorySignals(), { acrossReplicas: false });

  it("lets a listener stop another while both are being called", async () => {
    const signals = memorySignals();
    const second = vi.fn<() => void>();
    let stopSecond: () => Promise<void> = async () => undefined;
    await signals.subscribe("keys", () => void stopSecond());
    stopSecond = await signals.subscribe("keys", second);
    await signals.publish("keys");
    await vi.waitFor(() => expect(second).toHaveBeenCalledTimes(1));
    await signals.publish("keys");
    await new Promise((resolve) => setImmediate(resolve));
    expect(second).toHaveBeenCalledTimes(1);
  });
});
