import type { PromptAsk } from "../../dialects/read-prompt-ref.ts";
import { HoldfastError } from "../../errors.ts";
import type { CompiledPrompt } from "../../prompts/compile-prompt.ts";
import type { ModelParameters, PromptRef, RenderedPrompt } from "../../prompts/prompt.ts";
import { emptyPrompt } from "./empty-prompt.ts";
import { renderPrompt } from "../../prompts/render-prompt.ts";
import type { AdmittedCall, PreparedCall } from "../call.ts";
import type { Gateway } from "../gateway.ts";
import type { Route } from "../snapshot.ts";

const nothing = { prompt: undefined, writing: undefined } as const;

/**
 * Fills in the prompt that the route binds or the request names, and the route's parameters. Without waiting when the
 * version is in memory. Refuses with `prompt-unknown`, `release-broken`, `request-invalid`, and what rendering refuses.
 */
export function resolvePrompt(
  call: AdmittedCall,
  gateway: Pick<Gateway, "registry">,
): PreparedCall | Promise<PreparedCall> {
  if (call.namedProvider !== undefined || call.body.kind !== "json") return { ...call, ...nothing };
  if (!call.endpoint.takesPrompts) return withoutPrompt(call);
  const ask = call.dialect.readPromptRef(call.body.json);
  const ref = wantedPrompt(ask, call.route);
  if (ref === undefined) return withParameters(call);
  const found = gateway.registry.promptVersion(ref);
  const prepare = (prompt: CompiledPrompt | undefined): PreparedCall => {
    if (prompt !== undefined) return withPrompt(call, prompt, ask);
    if (call.route?.prompt === undefined && isProvidersOwn(call, ref)) return withParameters(call);
    throw missing(ref, call.route);
  };
  return found instanceof Promise ? found.then(prepare) : prepare(found);
}

/** Embeddings, completions and passed-through endpoints have no messages. A route that binds a prompt is not for them. */
function withoutPrompt(call: AdmittedCall): PreparedCall {
  if (call.route?.prompt === undefined) return { ...call, ...nothing };
  throw new HoldfastError("request-invalid", {
    message: `The route "${call.route.name}" binds a prompt, and this endpoint takes none; chat completions, responses, messages and generateContent do.`,
    param: "model",
  });
}

/** Undefined: none is wanted. A route that binds a prompt is served with no other. */
function wantedPrompt(ask: PromptAsk | undefined, route: Route | undefined): PromptRef | undefined {
  const bound = route?.prompt;
  const asked = ask?.ref;
  if (bound === undefined) return asked;
  const isBound =
    asked === undefined ||
    (asked.name === bound.name &&
      asked.label === undefined &&
      (asked.version === undefined || asked.version === bound.version));
  if (isBound) return bound;
  throw new HoldfastError("request-invalid", {
    message: `The route "${route?.name}" binds ${bound.name}@${bound.version}: send its variables only, or ask for provider/model.`,
    param: "prompt.id",
  });
}

function isProvidersOwn({ dialect: { ownPromptPrefix } }: AdmittedCall, { name }: PromptRef): boolean {
  return ownPromptPrefix !== undefined && name.startsWith(ownPromptPrefix);
}

function missing(ref: PromptRef, route: Route | undefined): HoldfastError {
  const version = ref.version ?? ref.label;
  const named = version === undefined ? ref.name : `${ref.name}@${version}`;
  if (route?.prompt !== undefined) {
    return new HoldfastError("release-broken", {
      message: `"${route.release ?? route.name}" binds ${named}, which the registry does not have.`,
    });
  }
  return new HoldfastError("prompt-unknown", {
    message: `It was asked for as ${JSON.stringify(named.slice(0, maxEcho))}; \`holdfast prompts list\` shows what there is.`,
    param: "prompt.id",
  });
}

const maxEcho = 200;

function withPrompt(call: AdmittedCall, prompt: CompiledPrompt, ask: PromptAsk | undefined): PreparedCall {
  const rendered = renderPrompt(prompt, ask?.variables ?? {});
  const writing = { ...rendered, parameters: merged(rendered, call.route) };
  return { ...call, prompt: { name: rendered.name, version: rendered.version }, writing };
}

function merged({ parameters }: RenderedPrompt, route: Route | undefined): ModelParameters {
  return route?.parameters === undefined ? parameters : { ...parameters, ...route.parameters };
}

/** A route may set parameters without a prompt. */
function withParameters(call: AdmittedCall): PreparedCall {
  const parameters = call.route?.parameters;
  const writing = parameters === undefined ? undefined : { ...emptyPrompt, parameters };
  return { ...call, prompt: undefined, writing };
}
