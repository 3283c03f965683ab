import type { SpanKind } from "../transcript.ts";
import type { MemberRule, ObjectFacts, TextClass } from "./text-shape.ts";

/**
 * How far the parts of a request are trusted. A system message is the operator's: it is what the application was built
 * with. Earlier turns of the model are a user's, since any client can write some. Tool definitions are a tool's: servers
 * of other people write them. A document is a tool's wherever it stands.
 */
export const system: TextClass<SpanKind> = { kind: "system", trust: "operator" };
export const user: Required<TextClass<SpanKind>> = { kind: "user", trust: "user" };
export const assistant: TextClass<SpanKind> = { kind: "assistant", trust: "user" };
export const toolCall: TextClass<SpanKind> = { kind: "tool-call", trust: "user" };
export const toolResult: TextClass<SpanKind> = { kind: "tool-result", trust: "tool" };
export const documentText: TextClass<SpanKind> = { kind: "document", trust: "tool" };
export const toolDefinition: MemberRule<SpanKind> = { kind: "tool-definition", trust: "tool" };
/** The form that the answer must have is the application's, and may be long. */
export const answerForm: MemberRule<SpanKind> = { kind: "tool-definition", trust: "user" };
/** As far trusted as what they are the name of. */
export const fileName: MemberRule<SpanKind> = { kind: "file-name" };
export const altText: MemberRule<SpanKind> = { kind: "alt-text" };
export const silent: MemberRule<SpanKind> = { silent: true };

const classOfRole: ReadonlyMap<string, TextClass<SpanKind>> = new Map([
  ["system", system],
  ["developer", system],
  ["user", user],
  ["assistant", assistant],
  ["model", assistant],
]);

const classOfType: ReadonlyMap<string, TextClass<SpanKind>> = new Map([
  ["document", documentText],
  ["search_result", documentText],
  ["web_search_result", documentText],
  ["input_file", documentText],
  ["file", documentText],
  ["reasoning", assistant],
  ["mcp_list_tools", toolDefinition],
  ["tool_use", toolCall],
  ["server_tool_use", toolCall],
  ["mcp_tool_use", toolCall],
]);

/**
 * What an object of a request's own is, by its type or its role. A role that nobody knows is a tool's (`tool`, `function`,
 * `ipython` …), and so is one that is named twice.
 */
export function classifyRequestObject({ role, type }: ObjectFacts): TextClass<SpanKind> | undefined {
  const byType = type === undefined ? undefined : (classOfType.get(type) ?? classOfEnding(type));
  if (byType !== undefined || role === undefined) return byType;
  return classOfRole.get(role) ?? toolResult;
}

/** New kinds of tools come every month, and name themselves alike. */
function classOfEnding(type: string): TextClass<SpanKind> | undefined {
  if (type.endsWith("_result") || type.endsWith("_output")) return toolResult;
  return type.endsWith("_call") ? toolCall : undefined;
}
