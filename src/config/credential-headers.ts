/** Request headers that carry credentials: never forwarded from a caller, never written as plain text. Lower case. */
export const credentialHeaders: readonly string[] = Object.freeze([
  "authorization",
  "proxy-authorization",
  "cookie",
  "api-key",
  "x-api-key",
  "x-goog-api-key",
  "x-auth-token",
  "x-access-token",
  "ocp-apim-subscription-key",
  "x-amz-security-token",
  "cf-aig-authorization",
]);

/** Request headers that belong to the connection (RFC 9110, section 7.6.1) or to the gateway itself. Lower case. */
export const gatewayHeaders: readonly string[] = Object.freeze([
  "host",
  "connection",
  "content-length",
  "content-encoding",
  "transfer-encoding",
  "accept-encoding",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-real-ip",
]);
