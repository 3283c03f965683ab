import { describe, expect, it } from "vitest";
import { dialectIds } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";

const read = (request: unknown) =>
  dialects["openai-chat"].readPromptRef(scanJsonBody(new TextEncoder().encode(JSON.stringify(request))));

describe("the prompt that a request names", () => {
  it.each([
    [{ id: "a" }, { name: "a" }],
    [
      { id: "a", version: "7" },
      { name: "a", version: 7 },
    ],
    [
      { id: "a", version: 7 },
      { name: "a", version: 7 },
    ],
    [
      { id: "a", version: "production" },
      { name: "a", label: "production" },
    ],
    [
      { id: "a", label: "staging" },
      { name: "a", label: "staging" },
    ],
    [{ id: "a", version: "latest" }, { name: "a" }],
    [{ id: "a", version: null, label: null, variables: null }, { name: "a" }],
    [{ variables: { b: 1 } }, undefined],
  ])("is read from %j", (prompt, ref) => {
    expect(read({ prompt })?.ref).toEqual(ref);
  });

  it("has its variables inside, or beside it", () => {
    expect(read({ prompt: { id: "a", variables: { b: 1 } } })?.variables).toEqual({ b: 1 });
    expect(read({ prompt: { id: "a" }, variables: { b: 1 } })).toEqual({ ref: { name: "a" }, variables: { b: 1 } });
    expect(read({ variables: { b: [1] } })).toEqual({ ref: undefined, variables: { b: [1] } });
  });

  it("is none where nothing is said, or what is called so is somebody else's", () => {
    for (const request of [{}, { prompt: null }, { prompt: "a text" }, { prompt: ["a"] }, { variables: [1] }]) {
      expect(read(request)).toBeUndefined();
    }
    const body = scanJsonBody(new TextEncoder().encode('{"prompt":{"id":"a"}}'));
    expect(dialectIds.filter((id) => dialects[id].readPromptRef(body) === undefined)).toEqual(["openai"]);
  });

  it.each([
    [{ prompt: { id: 5 } }, "prompt.id"],
    [{ prompt: { id: "" } }, "prompt.id"],
    [{ prompt: { id: "x".repeat(201) } }, "prompt.id"],
    [{ prompt: { version: 1 } }, "prompt.id"],
    [{ prompt: { id: "a", version: 0 } }, "prompt.version"],
    [{ prompt: { id: "a", version: 1.5 } }, "prompt.version"],
    [{ prompt: { id: "a", version: true } }, "prompt.version"],
    [{ prompt: { id: "a", version: "" } }, "prompt.version"],
    [{ prompt: { id: "a", label: 1 } }, "prompt.label"],
    [{ prompt: { id: "a", version: 1, label: "b" } }, "prompt.label"],
    [{ prompt: { id: "a", variables: [] } }, "prompt.variables"],
    [{ prompt: { id: "a", variables: {} }, variables: {} }, "variables"],
    [{ prompt: { id: "a", varaibles: {} } }, "prompt.varaibles"],
  ])("is refused by the member that is wrong: %j", (request, param) => {
    expect(() => read(request)).toThrow(expect.objectContaining({ code: "request-invalid", param }));
  });
});
