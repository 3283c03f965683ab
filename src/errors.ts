/**
 * The error catalogue. One row a code: the HTTP status, whose fault it is, whether the same request may work later,
 * and the sentence a caller reads. The union of codes is derived from the table; `docs/errors.md` documents each one.
 */
export interface ErrorTraits {
  readonly status: number;
  readonly blame: "caller" | "upstream" | "gateway";
  readonly retryable: boolean;
  readonly says: string;
}

const catalogue = {
  "body-malformed": { status: 400, blame: "caller", retryable: false, says: "The request body is not valid JSON." },
  "body-duplicate-key": {
    status: 400,
    blame: "caller",
    retryable: false,
    says: "The request body names the same top-level key twice.",
  },
  "body-too-large": { status: 413, blame: "caller", retryable: false, says: "The request body is too large." },
  "body-timeout": { status: 408, blame: "caller", retryable: true, says: "The request body did not arrive in time." },
  "request-invalid": { status: 400, blame: "caller", retryable: false, says: "The request is not valid." },
  "endpoint-unknown": { status: 404, blame: "caller", retryable: false, says: "There is no such endpoint." },
  "key-missing": { status: 401, blame: "caller", retryable: false, says: "No Holdfast API key was sent." },
  "key-unknown": { status: 401, blame: "caller", retryable: false, says: "The API key is not known." },
  "key-revoked": { status: 401, blame: "caller", retryable: false, says: "The API key was revoked." },
  "key-expired": { status: 401, blame: "caller", retryable: false, says: "The API key has expired." },
  "scope-missing": { status: 403, blame: "caller", retryable: false, says: "The API key may not do this." },
  "route-forbidden": { status: 403, blame: "caller", retryable: false, says: "The API key may not use this route." },
  "credential-missing": {
    status: 401,
    blame: "caller",
    retryable: false,
    says: "This provider takes the caller's own key, and none was sent.",
  },
  "model-missing": { status: 400, blame: "caller", retryable: false, says: "The request names no model." },
  "model-unknown": { status: 404, blame: "caller", retryable: false, says: "No route or provider has this model." },
  "provider-unknown": { status: 404, blame: "caller", retryable: false, says: "There is no such provider." },
  "dialect-unsupported": {
    status: 400,
    blame: "caller",
    retryable: false,
    says: "The target does not speak this API.",
  },
  "prompt-unknown": { status: 404, blame: "caller", retryable: false, says: "There is no such prompt." },
  "release-unknown": { status: 404, blame: "caller", retryable: false, says: "The route has no such release." },
  "release-broken": {
    status: 503,
    blame: "gateway",
    retryable: false,
    says: "The release of this route cannot be served.",
  },
  "tree-invalid": {
    status: 400,
    blame: "caller",
    retryable: false,
    says: "The prompt files or the routes cannot be applied.",
  },
  "variable-missing": { status: 400, blame: "caller", retryable: false, says: "The prompt needs another variable." },
  "variable-invalid": {
    status: 400,
    blame: "caller",
    retryable: false,
    says: "A variable does not fit the prompt.",
  },
  "prompt-unrenderable": {
    status: 422,
    blame: "caller",
    retryable: false,
    says: "The prompt cannot be rendered with these variables.",
  },
  "not-found": { status: 404, blame: "caller", retryable: false, says: "There is no such thing." },
  "call-unrepeatable": { status: 422, blame: "caller", retryable: false, says: "The call cannot be run again." },
  "guard-blocked": { status: 403, blame: "caller", retryable: false, says: "A guard refused this request." },
  "output-blocked": { status: 403, blame: "upstream", retryable: true, says: "A guard stopped the model's answer." },
  "guard-broke": {
    status: 503,
    blame: "gateway",
    retryable: true,
    says: "A guard could not do its work, and the policy lets nothing through unscreened.",
  },
  "upstream-unreachable": { status: 502, blame: "upstream", retryable: true, says: "The provider cannot be reached." },
  "upstream-timeout": { status: 504, blame: "upstream", retryable: true, says: "The provider did not answer in time." },
  "upstream-broke": {
    status: 502,
    blame: "upstream",
    retryable: true,
    says: "The provider's answer broke off before its end.",
  },
  "client-closed": { status: 499, blame: "caller", retryable: true, says: "The client closed the connection." },
  "call-timeout": { status: 504, blame: "upstream", retryable: true, says: "The call took longer than its limit." },
  "shutting-down": { status: 503, blame: "gateway", retryable: true, says: "The gateway is shutting down." },
  "spool-full": {
    status: 503,
    blame: "gateway",
    retryable: true,
    says: "The gateway cannot record calls: its spool is full.",
  },
  "registry-busy": {
    status: 409,
    blame: "gateway",
    retryable: true,
    says: "Others change the registry all the time.",
  },
  "store-unavailable": { status: 503, blame: "gateway", retryable: true, says: "The database cannot be reached." },
  "config-invalid": { status: 500, blame: "gateway", retryable: false, says: "The configuration is not valid." },
  "internal-error": { status: 500, blame: "gateway", retryable: true, says: "Something broke inside the gateway." },
} as const satisfies Record<string, ErrorTraits>;

export type ErrorCode = keyof typeof catalogue;

/** Every row of the catalogue, for documentation and tests. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorTraits>> = catalogue;

export interface ErrorDetail {
  /** Added to the public sentence: what exactly was wrong and what to do next. Never holds a secret. */
  readonly message?: string;
  /** The request field at fault, when there is one. */
  readonly param?: string;
  /** Reaches logs only. */
  readonly internal?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A refusal or failure with a code from the catalogue. `message` is public; `internal` and `cause` reach logs only. */
export class HoldfastError extends Error {
  override readonly name = "HoldfastError";
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly internal: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, detail: ErrorDetail = {}) {
    const says = errorCatalogue[code].says;
    super(detail.message === undefined ? says : `${says} ${detail.message}`, { cause: detail.cause });
    this.code = code;
    this.param = detail.param;
    this.internal = detail.internal ?? {};
  }

  get traits(): ErrorTraits {
    return errorCatalogue[this.code];
  }
}

/** Any thrown value as a coded error; what is not ours becomes `internal-error` and shows nothing of itself. */
export function toHoldfastError(thrown: unknown): HoldfastError {
  return thrown instanceof HoldfastError ? thrown : new HoldfastError("internal-error", { cause: thrown });
}
