/** The part of workerd's `node:crypto` (`nodejs_compat`) that is used; its own types name no `node:` module. */
declare module "node:crypto" {
  interface Hmac {
    update(text: string, encoding: "utf8"): Hmac;
    digest(encoding: "hex"): string;
  }
  export function createHmac(algorithm: "sha256", secret: Uint8Array): Hmac;
}
