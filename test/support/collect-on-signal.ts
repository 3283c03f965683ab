/**
 * Loaded before a gateway that a test watches (`node --expose-gc --import`): SIGUSR2 has it collect its garbage, so that
 * what its memory holds afterwards is what lives.
 */
process.on("SIGUSR2", () => {
  globalThis.gc?.();
});
