/**
 * Turns keys into what is stored of them: HMAC-SHA-256 under the installation's secret, lower-case hex. Keys are 256
 * random bits, so one fast pass is enough: there is nothing to guess that a slow hash would protect.
 */
export interface KeyHasher {
  hash(key: string): string;
}
