import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/dialects/apply-edits.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";

const bodyOf = (text: string) => scanJsonBody(new TextEncoder().encode(text));

describe("reading a request", () => {
  it("reads model, stream and the end user from each dialect's own field", () => {
    const chat = dialects["openai-chat"];
    expect(chat.readRequest(bodyOf('{"model":"m","stream":true,"user":"u","safety_identifier":"s"}'))).toEqual({
      model: "m",
      stream: true,
      endUser: "u",
    });
    expect(dialects["openai-responses"].readRequest(bodyOf('{"model":"m","safety_identifier":"s"}')).endUser).toBe("s");
    expect(dialects["anthropic-messages"].readRequest(bodyOf('{"model":"m","metadata":{"user_id":"a"}}')).endUser).toBe(
      "a",
    );
    expect(dialects.gemini.readRequest(bodyOf('{"model":"models/m","contents":[]}'))).toEqual({
      model: undefined,
      stream: false,
      endUser: undefined,
    });
  });

  it("takes values of other types for absent ones", () => {
    const reading = dialects["openai-chat"].readRequest(
      bodyOf('{"model":5,"stream":"true","user":{"id":1},"metadata":null}'),
    );
    expect(reading).toEqual({ model: undefined, stream: false, endUser: undefined });
    expect(dialects["anthropic-messages"].readRequest(bodyOf('{"model":"","metadata":[1]}')).model).toBeUndefined();
  });

  it("gathers the text of a request, and neither its names nor its media, up to a bound", () => {
    const chat = bodyOf(
      JSON.stringify({
        model: "m",
        messages: [
          { role: "system", content: 'Be "brief", ü.' },
          {
            role: "user",
            content: [
              { type: "text", text: "Hi" },
              { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
            ],
          },
          {
            role: "assistant",
            tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
          },
          { role: "tool", tool_call_id: "c", content: "42" },
        ],
      }),
    );
    const text = 'Be \\"brief\\", ü.Hif{\\"a\\":1}42';
    expect(dialects["openai-chat"].inputText(chat, 1_000)).toBe(text);
    expect(dialects["openai-chat"].inputText(chat, 8)).toBe(text.slice(0, 8));
    const messages = bodyOf(
      '{"system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"U"}]}',
    );
    expect(dialects["anthropic-messages"].inputText(messages, 1_000)).toBe("SU");
    const gemini = bodyOf(
      '{"contents":[{"role":"user","parts":[{"text":"U"},{"inlineData":{"mimeType":"a/b","data":"AAAA"}}]}],"systemInstruction":{"parts":[{"text":"S"}]}}',
    );
    expect(dialects.gemini.inputText(gemini, 1_000)).toBe("SU");
    expect(dialects["openai-responses"].inputText(bodyOf('{"input":"U","instructions":"S"}'), 1_000)).toBe("SU");
    expect(dialects.openai.inputText(bodyOf('{"input":["a","b"]}'), 1_000)).toBe("ab");
  });
});

describe("asking for usage", () => {
  const asked = (text: string) => {
    const body = bodyOf(text);
    const edit = dialects["openai-chat"].askForUsage(body);
    return edit === undefined ? undefined : new TextDecoder().decode(applyEdits(body.bytes, [edit]));
  };

  it("inserts stream_options, or its member, and changes nothing else", () => {
    expect(asked('{ "stream": true}')).toBe('{"stream_options":{"include_usage":true}, "stream": true}');
    expect(asked('{"stream":true,"stream_options":{}}')).toBe(
      '{"stream":true,"stream_options":{"include_usage":true}}',
    );
    expect(asked('{"stream":true,"stream_options":{ "include_obfuscation": false }}')).toBe(
      '{"stream":true,"stream_options":{"include_usage":true, "include_obfuscation": false }}',
    );
    expect(asked('{"stream":true,"stream_options":null}')).toBe(
      '{"stream":true,"stream_options":{"include_usage":true}}',
    );
  });

  it("overrules a caller who says false or null", () => {
    expect(asked('{"stream_options":{"a":1,"include_usage": false},"stream":true}')).toBe(
      '{"stream_options":{"a":1,"include_usage": true},"stream":true}',
    );
    expect(asked('{"stream":true,"stream_options":{"include_usage":null}}')).toBe(
      '{"stream":true,"stream_options":{"include_usage":true}}',
    );
  });

  it("leaves requests alone that ask already, do not stream, or are the provider's to refuse", () => {
    for (const text of [
      '{"stream":true,"stream_options":{"include_usage":true}}',
      '{"stream":true,"stream_options":{"include_usage":false,"include_usage":true}}',
      '{"stream":false}',
      '{"stream":"true"}',
      "{}",
      '{"stream":true,"stream_options":"yes"}',
      '{"stream":true,"stream_options":[]}',
      '{"stream":true,"stream_options":{"include_usage":"yes"}}',
      '{"stream":true,"stream_options":{"a" 1}}',
    ]) {
      expect(asked(text), text).toBeUndefined();
    }
  });

  it("never edits the requests of dialects whose streams report usage anyway", () => {
    for (const id of ["openai-responses", "anthropic-messages", "gemini", "openai"] as const) {
      expect(dialects[id].askForUsage(bodyOf('{"stream":true}'))).toBeUndefined();
    }
  });
});

describe("setting the model", () => {
  const named = (id: keyof typeof dialects, text: string) => {
    const body = bodyOf(text);
    return new TextDecoder().decode(applyEdits(body.bytes, dialects[id].setModel(body, "new")));
  };

  it("replaces the value and nothing else", () => {
    for (const id of ["openai-chat", "openai-responses", "anthropic-messages", "openai"] as const) {
      expect(named(id, '{ "a":{"model":"x"}, "model" : "old" }')).toBe('{ "a":{"model":"x"}, "model" : "new" }');
    }
  });

  it("names the model in a Gemini body only where the body names one, with its prefix", () => {
    expect(named("gemini", '{"contents":[]}')).toBe('{"contents":[]}');
    expect(named("gemini", '{"model":"models/old","content":{}}')).toBe('{"model":"models/new","content":{}}');
  });

  it("names it in every request of a Gemini batch, and only where the request itself does", () => {
    const batch = (model: string) =>
      `{"requests": [ {"content":{"model":"models/old"},"model" : "models/${model}"}, {"content":{}}, {"model":"${model}"}, 7 ]}`;
    expect(named("gemini", batch("old"))).toBe(batch("new"));
    for (const odd of ['{"requests":{"model":"models/old"}}', '{"requests":[],"model":7}', '{"requests":null}']) {
      expect(named("gemini", odd)).toBe(odd);
    }
  });
});
