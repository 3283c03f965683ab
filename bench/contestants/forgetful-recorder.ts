/**
 * Loaded before Holdfast (`node --import`): its recorder takes every call and writes none of them, so that the difference
 * to a whole Holdfast is what logging costs. `HOLDFAST_BENCH_RECORDER` names the recorder's module, of the source or of
 * the build, whichever runs.
 */
const moduleUrl = process.env["HOLDFAST_BENCH_RECORDER"] ?? "";
const { SpoolRecorder } = await import(moduleUrl);
SpoolRecorder.prototype.record = () => undefined;
SpoolRecorder.prototype.opened = () => {};
