import { createHmac } from "node:crypto";

/** Synchronous, like all signing on the hot path: `crypto.subtle` would cost a turn of the event loop each. */
export function bodyHmac(
  algorithm: "sha1" | "sha256" | "sha512",
  key: string,
  text: string,
  encoding: "hex" | "base64",
): string {
  return createHmac(algorithm, key).update(text).digest(encoding);
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
