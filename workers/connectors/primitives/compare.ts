import { timingSafeEqual } from "node:crypto";
import type { Verification } from "#domain/ingress/connector";
import { reject, VERIFIED } from "./checked.ts";

/** Each signature costs a comparison per secret. Providers send two or three, while they rotate. */
export const MAX_SIGNATURES = 16;

export function tooManySignatures(count: number): boolean {
  return count > MAX_SIGNATURES;
}

export const TOO_MANY_SIGNATURES = reject(
  "too_many_signatures",
  `More than ${MAX_SIGNATURES} signatures in one request.`,
);
export const SIGNATURE_MISMATCH = reject(
  "signature_mismatch",
  "No signature fits: the secret is another one, or the request was changed on its way.",
);

/**
 * Does any of the given signatures fit any of the expected digests? Every pair is compared to its end, so that the
 * time says neither how much of a guess was right nor which secret it was for. The length of a digest is no secret.
 */
export function anyMatches(expected: readonly Uint8Array[], given: readonly Uint8Array[]): boolean {
  let matches = 0;
  for (const digest of expected) {
    for (const signature of given) {
      const comparable = digest.length > 0 && signature.length === digest.length;
      matches += comparable && timingSafeEqual(digest, signature) ? 1 : 0;
    }
  }
  return matches > 0;
}

export function compareSignatures(
  expected: readonly Uint8Array[],
  given: readonly Uint8Array[],
): Verification {
  if (tooManySignatures(given.length)) return TOO_MANY_SIGNATURES;
  return anyMatches(expected, given) ? VERIFIED : SIGNATURE_MISMATCH;
}
