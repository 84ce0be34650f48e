import { createHash } from "node:crypto";

/**
 * Compares with the operator's token in constant time. Digests, because `timingSafeEqual` throws on different lengths,
 * and the length alone would already tell something.
 */
export function createAdminTokenCheck(token: string): (candidate: string) => boolean {
  const expected = digest(token);
  return (candidate) => crypto.subtle.timingSafeEqual(digest(candidate), expected);
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
