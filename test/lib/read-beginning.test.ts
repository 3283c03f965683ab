import { describe, expect, it } from "vitest";
import { readBeginning } from "../../src/lib/read-beginning.ts";
import type { ByteSource } from "../../src/ports/http-message.ts";

/** A source that sends these texts, and then ends or breaks. */
function sourceOf(texts: readonly string[], broken = false) {
  let heard = 0;
  const source: ByteSource = {
    start(sink) {
      for (const text of texts) {
        sink.data(Buffer.from(text));
        heard += 1;
      }
      if (broken) sink.fail(new Error("broke off"));
      else sink.end();
    },
    pause() {},
    resume() {},
    cancel() {},
  };
  return { source, heard: () => heard };
}

const read = async (texts: readonly string[], maxBytes: number, broken = false) => {
  const { source, heard } = sourceOf(texts, broken);
  const { bytes, isWhole } = await readBeginning(source, maxBytes);
  return { text: Buffer.from(bytes).toString(), isWhole, heard: heard() };
};

describe("the beginning of a body", () => {
  it("is all of it when it is short enough", async () => {
    expect(await read(["ab", "cd"], 4)).toEqual({ text: "abcd", isWhole: true, heard: 2 });
    expect(await read([], 4)).toEqual({ text: "", isWhole: true, heard: 0 });
  });

  it("is cut in the middle of a chunk, and what follows is heard to its end", async () => {
    expect(await read(["ab", "cd", "ef"], 3)).toEqual({ text: "abc", isWhole: false, heard: 3 });
  });

  it("is what came before a body broke off, and not whole", async () => {
    expect(await read(["ab"], 4, true)).toEqual({ text: "ab", isWhole: false, heard: 1 });
  });
});
