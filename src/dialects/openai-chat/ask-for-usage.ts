import type { Edit } from "../dialect.ts";
import type { JsonBody, Span } from "../json-body.ts";
import { JsonCursor } from "../json-cursor.ts";
import { latin1 } from "../latin1.ts";

const wish = '"include_usage":true';

/**
 * The edit that makes a stream report its usage: OpenAI does so only when asked, and a caller's `false` (or `null`) is
 * overruled too, since the extra event is withheld from the caller afterwards. Undefined: the request does not stream, it
 * already asks, or its `stream_options` are of a form that is the provider's to refuse.
 */
export function askForUsage(body: JsonBody): Edit | undefined {
  if (body.value("stream") !== true) return undefined;
  const options = body.spans.get("stream_options");
  if (options === undefined) return insertion(body.afterOpen, `"stream_options":{${wish}},`);
  const cursor = new JsonCursor(latin1(body.bytes.subarray(options.start, options.end)));
  if (cursor.atNull()) return { ...options, text: `{${wish}}` };
  if (!cursor.atObject()) return undefined;
  if (!cursor.object()) return cursor.problem === undefined ? insertion(options.start + 1, wish) : undefined;
  const asked = findAsked(cursor);
  if (cursor.problem !== undefined) return undefined;
  if (asked === undefined) return insertion(options.start + 1, `${wish},`);
  const said = cursor.text.slice(asked.start, asked.end);
  if (said !== "false" && said !== "null") return undefined;
  return { start: options.start + asked.start, end: options.start + asked.end, text: "true" };
}

/** Where `include_usage` has its value; the last one, which is the one that most parsers take. */
function findAsked(cursor: JsonCursor): Span | undefined {
  let asked: Span | undefined;
  do {
    const isAsked = cursor.keyIs("include_usage");
    const start = cursor.position;
    cursor.skip();
    if (isAsked) asked = { start, end: cursor.position };
  } while (cursor.nextMember());
  return asked;
}

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}
