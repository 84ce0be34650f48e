import { createHmac } from "node:crypto";

export type HmacAlgorithm = "sha1" | "sha256" | "sha384" | "sha512";

/** Length of the digest in bytes. */
export const DIGEST_BYTES: Readonly<Record<HmacAlgorithm, number>> = {
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** What is signed, in order. Bytes stay bytes: decoded to text, different bodies become the same. */
export type SignedContent = readonly (string | Uint8Array)[];

export function hmac(
  algorithm: HmacAlgorithm,
  secret: string | Uint8Array,
  content: SignedContent,
): Uint8Array {
  const mac = createHmac(algorithm, secret);
  for (const part of content) {
    if (typeof part === "string") mac.update(part, "utf8");
    else mac.update(part);
  }
  return mac.digest();
}
