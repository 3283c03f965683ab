/**
 * What the stub upstream can answer. The number travels as `seed` in the request body, a field that every gateway
 * passes on and none reads: paths, queries and headers do not survive all of them.
 */
export const scripts = {
  plain1k: { seed: 101, requestBytes: 1024, answer: "plain", answerBytes: 1024 },
  plain32k: { seed: 102, requestBytes: 32 * 1024, answer: "plain", answerBytes: 32 * 1024 },
  /** 100 writes, one a millisecond: 99 with a token each, then finish, usage and `[DONE]` together. */
  stream100: { seed: 103, requestBytes: 1024, answer: "stream", writes: 100 },
  /** The last of those writes alone: what a stream costs before its first token. */
  stream1: { seed: 104, requestBytes: 1024, answer: "stream", writes: 1 },
  /** A token every second until the client leaves. */
  slowStream: { seed: 105, requestBytes: 1024, answer: "slow-stream" },
} as const satisfies Record<string, Script>;

export type ScriptName = keyof typeof scripts;

type Script = { readonly seed: number; readonly requestBytes: number } & (
  | { readonly answer: "plain"; readonly answerBytes: number }
  | { readonly answer: "stream"; readonly writes: number }
  | { readonly answer: "slow-stream" }
);

/** Milliseconds between two writes of a stream: real tokens do not arrive in one packet. */
export const streamGapMs = 1;
/** Milliseconds between two writes of a slow stream. */
export const slowStreamGapMs = 1000;
