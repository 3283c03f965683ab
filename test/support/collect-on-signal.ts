/** V8 gives dead buffers back on a thread of its own, after the collection that found them; the next one waits for it. */
const sweepMs = 200;

/**
 * Loaded before a gateway that a test watches (`node --expose-gc --import`): on SIGUSR2 it collects its garbage and says
 * what lives, as one more line of its log.
 */
process.on("SIGUSR2", () => {
  globalThis.gc?.();
  setTimeout(() => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    process.stderr.write(
      `${JSON.stringify({ level: "info", event: "test-live-memory", bytes: heapUsed + arrayBuffers })}\n`,
    );
  }, sweepMs);
});
