import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";

const runtimes = [
  { runtime: "Node, with Buffer", hasBuffer: true },
  { runtime: "a runtime without Buffer", hasBuffer: false },
];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe.each(runtimes)("bytes as one-byte text on $runtime", ({ hasBuffer }) => {
  async function load() {
    vi.resetModules();
    if (!hasBuffer) vi.stubGlobal("Buffer", undefined);
    const { latin1 } = await import("../../src/dialects/latin1.ts");
    const { utf8FromLatin1 } = await import("../../src/dialects/utf8-from-latin1.ts");
    vi.unstubAllGlobals();
    return { latin1, utf8FromLatin1 };
  }

  it("has one character for every byte, and ASCII reads as itself", async () => {
    const { latin1 } = await load();
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(latin1(all)).toHaveLength(256);
    expect(latin1(all).slice(0, 128)).toBe(String.fromCharCode(...all.subarray(0, 128)));
    expect(new Set(latin1(all)).size).toBe(256);
  });

  it("turns back into the text that the bytes are in UTF-8", async () => {
    const { latin1, utf8FromLatin1 } = await load();
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8FromLatin1(latin1(new TextEncoder().encode(text)))).toBe(text.toWellFormed());
      }),
    );
  });

  it("reads a part of a larger buffer, and no more", async () => {
    const { latin1 } = await load();
    expect(latin1(new TextEncoder().encode("abcdef").subarray(2, 4))).toBe("cd");
  });
});
